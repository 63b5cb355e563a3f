using System.Text.Json.Serialization;

namespace Wangting.SandboxGateway;

internal enum MandateState { Pending, Agreed, Declined, Ended }

/// <summary>What a merchant asks a payer to allow: to be charged again without a page.</summary>
internal sealed record MandateOrder(string MandateReference, string Subject, string ReturnUrl, string? Language = null)
{
    [JsonIgnore]
    public string? Problem =>
        !References.WellFormed(MandateReference) ? "mandateReference is 1 to 64 of A-Z a-z 0-9 _ -."
        : Subject is not { Length: > 0 and <= 128 } ? "subject has 1 to 128 characters."
        : !References.Web(ReturnUrl) ? "returnUrl is an absolute http or https address."
        : Language is not (null or "zh-CN" or "en") ? "language is zh-CN or en."
        : null;
}

internal sealed record Mandate(string Merchant, MandateOrder Order, string GatewayReference, string Token, DateTime CreatedAt)
{
    public MandateState State { get; init; }
    public Means? Method { get; init; }
    public DateTime? FinishedAt { get; init; }
}
