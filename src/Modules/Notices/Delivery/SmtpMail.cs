using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Wangting.Notices;

/// <summary>An SMTP server, one connection a message: notices by e-mail are few.</summary>
internal sealed class SmtpMail(IOptions<NoticeOptions> options) : IMailGateway
{
    public async Task<Handover> SendAsync(Guid id, string address, string subject, string words, CancellationToken ct)
    {
        var smtp = options.Value.Smtp;
        using var mail = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = words }, MessageId = $"{id:N}@{smtp.Host}" };
        mail.From.Add(MailboxAddress.Parse(smtp.From));
        if (!MailboxAddress.TryParse(address, out var to)) return Handover.Refused;
        mail.To.Add(to);
        using var client = new SmtpClient();
        await client.ConnectAsync(smtp.Host, smtp.Port, smtp.Tls ? SecureSocketOptions.Auto : SecureSocketOptions.None, ct);
        if (smtp.User.Length > 0) await client.AuthenticateAsync(smtp.User, smtp.Password, ct);
        try { await client.SendAsync(mail, ct); }
        catch (SmtpCommandException no) when ((int)no.StatusCode is >= 550 and <= 559) { return Handover.Refused; }
        await client.DisconnectAsync(true, ct);
        return Handover.Accepted;
    }
}
