using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The owner's payments (TMF676).</summary>
public interface IOwnersPayments
{
    /// <summary>What stands there under our payment's id; state <see cref="OwnersPaymentState.Unknown"/> when nothing does.</summary>
    Task<Outcome<OwnersPayment>> FindAsync(Guid payment, string account, CancellationToken ct);

    /// <summary>Sends it once, without repeating. A refusal <c>mirror.unreachable</c> leaves open whether it was acted upon;
    /// any other says that it was not.</summary>
    Task<Outcome<OwnersPayment>> SendAsync(PaymentForOwner payment, CancellationToken ct);
}

public enum OwnersPaymentState { Unknown, UnderWay, Booked, Refused }

/// <param name="Why">The owner's own words, for staff.</param>
public sealed record OwnersPayment(OwnersPaymentState State, string? Reference = null, Money Amount = default, string? Why = null)
{
    public static readonly OwnersPayment Unknown = new(OwnersPaymentState.Unknown);
}

/// <param name="Id">Ours: the owner's correlator.</param>
/// <param name="Bill">The owner's id of the bill it is for.</param>
public sealed record PaymentForOwner(Guid Id, string Account, Money Amount, string Currency, string? Bill, DateTime PaidAt, string Method);
