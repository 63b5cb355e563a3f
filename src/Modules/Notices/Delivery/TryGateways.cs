using System.Net;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Wangting.Notices;

public enum GatewayTrial { NotUsed, Well, Unreachable, NotLetIn, NoTls, OtherCertificate, Odd }

/// <summary>Goes to the gateways as far as one can without sending anything: connects, and is let in or not.</summary>
public sealed class TryGateways(IOptions<NoticeOptions> options, IHttpClientFactory http)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Kannel looks at the name and password before it looks for a recipient, and there is none.</summary>
    public async Task<(GatewayTrial Trial, string Where, string Said)> SmsAsync(CancellationToken ct)
    {
        var kannel = options.Value.Kannel;
        if (options.Value.Sms != SmsGatewayKind.Kannel) return (GatewayTrial.NotUsed, "", "");
        using var client = http.CreateClient(nameof(TryGateways));
        client.Timeout = Patience;
        using var request = new HttpRequestMessage(HttpMethod.Post, kannel.Url) { Content = new StringContent("") };
        request.Headers.Add("X-Kannel-Username", kannel.User);
        request.Headers.Add("X-Kannel-Password", kannel.Password);
        request.Headers.Add("X-Kannel-From", kannel.From);
        var where = kannel.Url!.GetLeftPart(UriPartial.Path);
        try
        {
            using var answer = await client.SendAsync(request, ct);
            return (answer.StatusCode == HttpStatusCode.BadRequest ? GatewayTrial.Well
                : answer.StatusCode == HttpStatusCode.Forbidden ? GatewayTrial.NotLetIn : GatewayTrial.Odd, where, $"{(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is OperationCanceledException && !ct.IsCancellationRequested) { return (GatewayTrial.Unreachable, where, fault.Message); }
    }

    public async Task<(GatewayTrial Trial, string Where, string Said)> MailAsync(CancellationToken ct)
    {
        var smtp = options.Value.Smtp;
        if (options.Value.Mail != MailGatewayKind.Smtp) return (GatewayTrial.NotUsed, "", "");
        var where = $"{smtp.Host}:{smtp.Port}";
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, CheckCertificateRevocation = false };
        SmtpMail.Trust(client, smtp);
        try { await client.ConnectAsync(smtp.Host, smtp.Port, SmtpMail.Security(smtp), ct); }
        catch (NotSupportedException fault) { return (GatewayTrial.NoTls, where, fault.Message); }
        catch (SslHandshakeException fault) { return (GatewayTrial.OtherCertificate, where, fault.Message.Split('\n')[0].Trim()); }
        catch (Exception fault) when (fault is SocketException or IOException or TimeoutException) { return (GatewayTrial.Unreachable, where, fault.Message); }
        catch (Exception fault) when (fault is SmtpCommandException or SmtpProtocolException) { return (GatewayTrial.Odd, where, fault.Message); }
        try { if (smtp.User.Length > 0) await client.AuthenticateAsync(smtp.User, smtp.Password, ct); }
        catch (Exception fault) when (fault is AuthenticationException or NotSupportedException or SmtpCommandException) { return (GatewayTrial.NotLetIn, where, fault.Message); }
        await client.DisconnectAsync(true, ct);
        return (GatewayTrial.Well, where, "");
    }
}
