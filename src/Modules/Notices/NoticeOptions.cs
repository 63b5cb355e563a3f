using System.ComponentModel.DataAnnotations;

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
}

public sealed class SmtpOptions
{
    public string Host { get; set; } = "";
    public int Port { get; set; } = 587;
    public bool Tls { get; set; } = true;
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public string From { get; set; } = "";
}
