using System.Runtime.CompilerServices;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Doctor;

/// <summary>Whether SMS, mail and the bank are there and let us in. Nothing is sent and nothing ordered.</summary>
internal static class GatewaysRoom
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), MostOff = TimeSpan.FromSeconds(60);

    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, [EnumeratorCancellation] CancellationToken ct)
    {
        if (patient.Settings<NoticeOptions>() is not null)
        {
            if (Judge("sms", await patient.AskAsync<TryGateways, (GatewayTrial, string, string)>(t => t.SmsAsync(ct))) is { } sms) yield return sms;
            if (Judge("mail", await patient.AskAsync<TryGateways, (GatewayTrial, string, string)>(t => t.MailAsync(ct))) is { } mail) yield return mail;
        }
        if (patient.Settings<PaymentOptions>()?.Sandbox is not { Address: { } address }) yield break;
        var (reached, ahead, reason) = await ReachAsync(patient, address, ct);
        if (!reached)
        {
            yield return Finding.Fault("bank_away", address.ToString(), ("reason", reason));
            yield break;
        }
        if (ahead is { } off && off.Duration() > MostOff) yield return Finding.Warning("clock_off", address.ToString(), ("seconds", (long)off.TotalSeconds));
        // A payment that cannot be there: who answers that has read our signature.
        var answer = await patient.AskAsync<IPaymentGateway, Refusal?>(async gateway => (await gateway.FindAsync(Guid.CreateVersion7(), ct)).Refusal);
        if (answer is { Code: "payment.gateway_refused" }) yield return Finding.Fault("bank_signature", "Payments:Sandbox:Secret", ("address", address));
        else if (answer is not null) yield return Finding.Fault("bank_odd", address.ToString());
    }

    static Finding? Judge(string gateway, (GatewayTrial Trial, string Where, string Said) tried) => tried.Trial switch
    {
        GatewayTrial.NotUsed or GatewayTrial.Well => null,
        GatewayTrial.Unreachable => Finding.Fault(gateway + "_away", tried.Where, ("reason", tried.Said)),
        GatewayTrial.NotLetIn => Finding.Fault(gateway + "_login", tried.Where, ("reason", tried.Said)),
        GatewayTrial.NoTls => Finding.Fault("mail_tls", tried.Where),
        GatewayTrial.OtherCertificate => Finding.Fault("mail_certificate", tried.Where, ("reason", tried.Said)),
        _ => Finding.Fault(gateway + "_odd", tried.Where, ("reason", tried.Said)),
    };

    static async Task<(bool Reached, TimeSpan? Ahead, string Reason)> ReachAsync(Patient patient, Uri address, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
            return (true, answer.Headers.Date is { } date ? date.UtcDateTime - patient.Now : null, "");
        }
        catch (Exception fault) when (fault is HttpRequestException || fault is OperationCanceledException && !ct.IsCancellationRequested) { return (false, null, fault.Message); }
    }
}
