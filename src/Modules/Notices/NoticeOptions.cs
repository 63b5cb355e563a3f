using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Wangting.Notices;

public enum SmsGatewayKind { Simulator, Kannel }

public enum MailGatewayKind { Simulator, Smtp }

/// <summary>Section <c>Notices</c>: by which gateways messages leave.</summary>
public sealed class NoticeOptions : IValidatableObject
{
    public SmsGatewayKind Sms { get; set; } = SmsGatewayKind.Simulator;
    public MailGatewayKind Mail { get; set; } = MailGatewayKind.Simulator;
    public KannelOptions Kannel { get; set; } = new();
    public SmtpOptions Smtp { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Sms == SmsGatewayKind.Kannel && (Kannel.Url is null || Kannel.User.Length == 0 || Kannel.From.Length == 0))
            yield return new("Notices:Sms is Kannel: Notices:Kannel needs Url (http://host:13013/cgi-bin/sendsms), User, Password and From.");
        if (Kannel.ReportTo is { } reports && (!reports.IsAbsoluteUri || reports.Scheme is not ("http" or "https")))
            yield return new("Notices:Kannel:ReportTo is the address at which Kannel reaches this hall, such as http://10.0.0.5:5080.");
        foreach (var from in Kannel.ReportsFrom.Where(f => KannelOptions.Network(f) is null))
            yield return new($"Notices:Kannel:ReportsFrom holds “{from}”; it takes addresses such as 10.0.0.9 and networks such as 10.0.0.0/24.");
        if (Smtp.TrustedCertificate.Length > 0 && !File.Exists(Smtp.TrustedCertificate))
            yield return new($"Notices:Smtp:TrustedCertificate names {Smtp.TrustedCertificate}, which is not there.");
        if (Mail == MailGatewayKind.Smtp && (Smtp.Host.Length == 0 || Smtp.From.Length == 0))
            yield return new("Notices:Mail is Smtp: Notices:Smtp needs Host and From (and Port, User, Password where the server wants them).");
    }
}

public sealed class KannelOptions
{
    public Uri? Url { get; set; }
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    /// <summary>The access number shown as sender: 10000.</summary>
    public string From { get; set; } = "";
    /// <summary>Where Kannel reaches this hall to report what became of a message; null for no reports.</summary>
    public Uri? ReportTo { get; set; }
    /// <summary>From which addresses and networks reports are heard; from this machine when none is named.</summary>
    public List<string> ReportsFrom { get; set; } = [];

    internal IEnumerable<IPNetwork> Networks() => (ReportsFrom.Count > 0 ? ReportsFrom : ["127.0.0.0/8", "::1"]).Select(f => Network(f)!.Value);

    internal static IPNetwork? Network(string text) => IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8) : null;
}

public sealed class SmtpOptions
{
    public string Host { get; set; } = "";
    public int Port { get; set; } = 587;
    /// <summary>At port 465 from the start, at any other by STARTTLS; never without when it is asked for.</summary>
    public bool Tls { get; set; } = true;
    /// <summary>File (PEM) with the authority to trust beside the system's: a mail server inside the network.</summary>
    public string TrustedCertificate { get; set; } = "";
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public string From { get; set; } = "";
}
