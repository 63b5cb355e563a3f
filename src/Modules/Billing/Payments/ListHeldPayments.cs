using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment that waits for a person: the gateway took something else than was asked, so nothing was booked; or the
/// system that owns the account would not book it.</summary>
/// <param name="ToldMinor">What the gateway says it took, in minor units of <paramref name="ToldCurrency"/>.</param>
/// <param name="Reference">The gateway's own, by which its people find it.</param>
public sealed record HeldPayment(Guid Id, string AccountNumber, Money Amount, string Currency, long? ToldMinor, string? ToldCurrency, string Gateway, string? Method, string? Reference, DateTime HeldAt, DateTime? AskedAt)
{
    /// <summary>What the system that owns the account said when it refused to book the payment; null when it is the gateway's doing.</summary>
    public string? OwnerSays { get; init; }
}

public sealed class ListHeldPayments(PortalDbContext db)
{
    const int Most = 100;
    // Some hours of trying: the owner is away for long, or answers what cannot be understood.
    const int ManyAttempts = 30;

    /// <returns>The longest waiting first, a hundred at most.</returns>
    public async Task<Outcome<IReadOnlyList<HeldPayment>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.SettleHeld) is { } lacking) return lacking;
        var refused = await (from forwarded in db.Set<ForwardedPayment>().Where(f => f.State == ForwardState.Refused || (f.State == ForwardState.Waiting && f.Attempts >= ManyAttempts)).OrderBy(f => f.EndedAt).ThenBy(f => f.PaymentId).Take(Most)
                             join payment in db.Set<Payment>() on forwarded.PaymentId equals payment.Id
                             join account in AccountRows.Of(db) on payment.AccountId equals account.Id
                             orderby forwarded.EndedAt, forwarded.PaymentId
                             select new HeldPayment(payment.Id, account.Number, payment.Amount, payment.Currency, null, null, payment.Gateway, payment.Method,
                                 payment.GatewayReference, forwarded.EndedAt ?? payment.StartedAt, forwarded.TriedAt)
                             { OwnerSays = forwarded.Why ?? "" }).ToListAsync(ct);
        var held = await (from payment in db.Set<Payment>().AsNoTracking().Where(p => p.State == PaymentState.Held).OrderBy(p => p.EndedAt).ThenBy(p => p.Id).Take(Most)
                          join account in AccountRows.Of(db) on payment.AccountId equals account.Id
                          orderby payment.EndedAt, payment.Id
                          select new HeldPayment(payment.Id, account.Number, payment.Amount, payment.Currency, payment.ToldMinor, payment.ToldCurrency, payment.Gateway, payment.Method,
                              payment.GatewayReference, payment.EndedAt ?? payment.StartedAt, payment.AskedAt)).ToListAsync(ct);
        return held.Concat(refused).OrderBy(p => p.HeldAt).Take(Most).ToList();
    }
}
