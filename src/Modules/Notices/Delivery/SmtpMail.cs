using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Wangting.Notices;

/// <summary>An SMTP server, one connection a message: notices by e-mail are few.</summary>
internal sealed class SmtpMail(IOptions<NoticeOptions> options, TimeProvider clock) : IMailGateway
{
    const int SubmissionWithTls = 465;

    public async Task<Handover> SendAsync(Guid id, string address, string subject, string words, CancellationToken ct)
    {
        var smtp = options.Value.Smtp;
        if (!MailboxAddress.TryParse(address, out var to)) return Handover.Refused;
        using var mail = Letter(id, MailboxAddress.Parse(smtp.From), to, subject, words);
        using var client = new SmtpClient { Timeout = 20_000, CheckCertificateRevocation = false }; // a list that cannot be fetched must not hold up codes
        Trust(client, smtp);
        await client.ConnectAsync(smtp.Host, smtp.Port, Security(smtp), ct);
        if (smtp.User.Length > 0) await client.AuthenticateAsync(smtp.User, smtp.Password, ct);
        try { await client.SendAsync(mail, ct); }
        // That our own address is not accepted says nothing about the recipient: it passes once the setting is mended.
        catch (SmtpCommandException no) when ((int)no.StatusCode is >= 550 and <= 559 && no.ErrorCode != SmtpErrorCode.SenderNotAccepted) { return Handover.Refused; }
        await client.DisconnectAsync(true, ct);
        return Handover.Accepted;
    }

    // Never "TLS when offered": whoever sits between takes the offer out, and reads the password and every code.
    internal static SecureSocketOptions Security(SmtpOptions smtp) =>
        !smtp.Tls ? SecureSocketOptions.None : smtp.Port == SubmissionWithTls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;

    internal static void Trust(SmtpClient client, SmtpOptions smtp)
    {
        if (smtp.TrustedCertificate.Length > 0) client.ServerCertificateValidationCallback = MailCertificate.TrustedBy(smtp.TrustedCertificate);
    }

    MimeMessage Letter(Guid id, MailboxAddress from, MailboxAddress to, string subject, string words)
    {
        var mail = new MimeMessage { Subject = subject, Date = clock.GetUtcNow(), Body = new TextPart("plain") { Text = words } };
        mail.From.Add(from);
        mail.To.Add(to);
        mail.MessageId = $"{id:N}@{from.Domain}"; // the same at every try: a mailbox that gets it twice shows it once
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated"); // RFC 3834: nobody's holiday note answers it
        return mail;
    }
}
