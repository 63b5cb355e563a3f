using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A way for money from outside. Every call may be repeated: our ids are its idempotency keys. Not one is made
/// inside a save.</summary>
/// <remarks>Refusals: <c>payment.gateway_unavailable</c> when it could not be reached or did not understand, which says
/// nothing about whether the order arrived; <c>payment.gateway_refused</c> when it said no.</remarks>
public interface IPaymentGateway
{
    /// <summary>As in stored payments and in the address of its notifications.</summary>
    string Name { get; }

    /// <summary>What a payer may choose beforehand: <c>wallet</c>, <c>bank</c>; worded by <c>payment.method.&lt;name&gt;</c>.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Whether configuration has switched it on.</summary>
    bool IsOpen { get; }

    Task<Outcome<GatewayPayment>> OrderAsync(GatewayOrder order, CancellationToken ct);

    /// <summary>What became of an order; state <see cref="GatewayState.Unknown"/> when it never arrived.</summary>
    Task<Outcome<GatewayPayment>> FindAsync(Guid payment, CancellationToken ct);

    /// <summary>Asks that a waiting payment can no longer be made; answers the state it has then.</summary>
    Task<Outcome<GatewayPayment>> CloseAsync(Guid payment, CancellationToken ct);

    /// <summary>Whether a payer can agree here to be charged again without a page.</summary>
    bool TakesMandates { get; }

    /// <summary>Asks a payer for such a standing permission; an order that names it is decided at once. Refusal
    /// <c>payment.gateway_refused</c> of an order: the permission is not (or no longer) there.</summary>
    Task<Outcome<GatewayMandate>> AgreeAsync(GatewayMandateOrder order, CancellationToken ct);

    /// <summary>What became of it; <see cref="MandateState.Unknown"/> when the question never arrived.</summary>
    Task<Outcome<GatewayMandate>> FindMandateAsync(Guid mandate, CancellationToken ct);

    /// <summary>Ends it, and answers the state it has then.</summary>
    Task<Outcome<GatewayMandate>> EndMandateAsync(Guid mandate, CancellationToken ct);

    Task<Outcome<GatewayRefund>> RefundAsync(GatewayRefundOrder order, CancellationToken ct);

    /// <summary>Reads a notification: whether it is the gateway's own (signature over the raw bytes) and fresh, and what it
    /// is about. Refusal <c>payment.notification_forged</c> or <c>payment.notification_malformed</c>.</summary>
    Outcome<GatewayNews> Read(GatewayMessage message);
}

public enum GatewayState { Unknown, Pending, Approved, Declined, Expired }

/// <summary>How a payer gets to the gateway: a page to go to, a code to scan, or a payload for an app on the same phone.</summary>
public enum HandOver { Page, QrCode, AppPayload }

/// <param name="Id">Our payment's id: the gateway's idempotency key.</param>
/// <param name="Mandate">The standing permission to charge it by, instead of asking the payer.</param>
public sealed record GatewayOrder(Guid Id, Money Amount, string Currency, string Subject, Uri ReturnTo, Uri NotifyTo, string Language, string? Method, Guid? Mandate = null);

public enum MandateState { Unknown, Pending, Agreed, Declined, Ended }

/// <param name="Id">Our permission's id: the gateway's idempotency key.</param>
public sealed record GatewayMandateOrder(Guid Id, string Subject, Uri ReturnTo, string Language);

/// <summary>A standing permission as the gateway knows it.</summary>
/// <param name="Method">What the payer chose to be charged by, once agreed.</param>
/// <param name="Content">The page where they agree.</param>
public sealed record GatewayMandate(string Reference, MandateState State, string? Method, string? Content)
{
    public static readonly GatewayMandate Unknown = new("", MandateState.Unknown, null, null);
}

/// <summary>A payment as the gateway knows it.</summary>
/// <param name="Content">What to go to, scan or hand to the app, by <paramref name="How"/>.</param>
public sealed record GatewayPayment(string Reference, GatewayState State, Money Amount, string Currency, HandOver How, string? Content)
{
    public static readonly GatewayPayment Unknown = new("", GatewayState.Unknown, Money.Zero, "", HandOver.Page, null);
}

/// <param name="Id">Our refund's id: the gateway's idempotency key.</param>
public sealed record GatewayRefundOrder(Guid Id, Guid Payment, Money Amount, string Currency);

public sealed record GatewayRefund(string Reference, bool Paid);

/// <summary>A notification as it came in, before anything about it is believed.</summary>
/// <param name="Target">Path and query exactly as sent.</param>
/// <param name="Header">A header's value, empty when absent.</param>
public sealed record GatewayMessage(string Method, string Target, Func<string, string> Header, ReadOnlyMemory<byte> Body);

/// <summary>What a true notification says of one of our payments; null when it is about something that is reconciled
/// otherwise.</summary>
public sealed record GatewayNews(Guid? Payment, GatewayPayment Told);
