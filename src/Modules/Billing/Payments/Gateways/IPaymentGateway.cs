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

    Task<Outcome<GatewayRefund>> RefundAsync(GatewayRefundOrder order, CancellationToken ct);

    /// <summary>Reads a notification: whether it is the gateway's own (signature over the raw bytes) and fresh, and what it
    /// is about. Refusal <c>payment.notification_forged</c> or <c>payment.notification_malformed</c>.</summary>
    Outcome<GatewayNews> Read(GatewayMessage message);
}

public enum GatewayState { Unknown, Pending, Approved, Declined, Expired }

/// <summary>How a payer gets to the gateway: a page to go to, a code to scan, or a payload for an app on the same phone.</summary>
public enum HandOver { Page, QrCode, AppPayload }

/// <param name="Id">Our payment's id: the gateway's idempotency key.</param>
public sealed record GatewayOrder(Guid Id, Money Amount, string Currency, string Subject, Uri ReturnTo, Uri NotifyTo, string Language, string? Method);

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
