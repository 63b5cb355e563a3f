using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wangting.SandboxGateway;

internal enum PaymentState { Pending, Approved, Declined, Expired }

internal enum Means { Wallet, Bank }

/// <summary>What a merchant ordered; two orders of one reference must be equal in everything.</summary>
internal sealed record PaymentOrder(string MerchantReference, long AmountMinor, string Currency, string Subject, string ReturnUrl, string NotifyUrl,
    string? Language = null, Means? Method = null, string? Mandate = null)
{
    /// <summary>Null when well-formed, else what is wrong.</summary>
    [JsonIgnore]
    public string? Problem =>
        !References.WellFormed(MerchantReference) ? "merchantReference is 1 to 64 of A-Z a-z 0-9 _ -."
        : AmountMinor is < 1 or > 1_000_000_000_000 ? "amountMinor is 1 to 1,000,000,000,000."
        : Currency is not { Length: 3 } || !Currency.All(char.IsAsciiLetterUpper) ? "currency is three capital letters."
        : Subject is not { Length: > 0 and <= 128 } ? "subject has 1 to 128 characters."
        : !References.Web(ReturnUrl) ? "returnUrl is an absolute http or https address."
        : !References.Web(NotifyUrl) ? "notifyUrl is an absolute http or https address."
        : Language is not (null or "zh-CN" or "en") ? "language is zh-CN or en."
        : Mandate is not null && !References.WellFormed(Mandate) ? "mandate is 1 to 64 of A-Z a-z 0-9 _ -."
        : null;
}

internal sealed record RefundOrder(string RefundReference, string MerchantReference, long AmountMinor, string Currency, string? Reason = null)
{
    [JsonIgnore]
    public string? Problem =>
        !References.WellFormed(RefundReference) ? "refundReference is 1 to 64 of A-Z a-z 0-9 _ -."
        : !References.WellFormed(MerchantReference) ? "merchantReference is 1 to 64 of A-Z a-z 0-9 _ -."
        : AmountMinor < 1 ? "amountMinor is at least 1."
        : Reason is { Length: > 200 } ? "reason has at most 200 characters."
        : null;
}

internal sealed record Payment(string Merchant, PaymentOrder Order, string GatewayReference, string Token, DateTime CreatedAt, DateTime ExpiresAt)
{
    public PaymentState State { get; init; }
    public Means? Method { get; init; }
    public DateTime? FinishedAt { get; init; }
    public long RefundedMinor { get; init; }
}

internal sealed record Refund(string Merchant, RefundOrder Order, string GatewayReference, DateTime CreatedAt);

/// <summary>What the merchant is told; kept until received.</summary>
internal sealed record Notification(string Merchant, string Url, NotificationBody Body)
{
    public int Sent { get; init; }
    public bool Received { get; init; }
    public bool Dropped { get; init; }
}

internal sealed record NotificationBody(string NotificationId, string Kind, string GatewayReference, string MerchantReference, string? RefundReference,
    long AmountMinor, string Currency, string State, DateTime At);

internal static class References
{
    public static bool WellFormed(string? text) => text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static bool Web(string? address) => address is { Length: <= 1000 } && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
