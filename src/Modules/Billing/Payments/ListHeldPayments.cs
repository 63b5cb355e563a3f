using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment that waits for a person: the gateway took something else than was asked, so nothing was booked.</summary>
/// <param name="ToldMinor">What the gateway says it took, in minor units of <paramref name="ToldCurrency"/>.</param>
/// <param name="Reference">The gateway's own, by which its people find it.</param>
public sealed record HeldPayment(Guid Id, string AccountNumber, Money Amount, string Currency, long? ToldMinor, string? ToldCurrency, string Gateway, string? Method, string? Reference, DateTime HeldAt, DateTime? AskedAt);

public sealed class ListHeldPayments(PortalDbContext db)
{
    const int Most = 100;

    /// <returns>The longest waiting first, a hundred at most.</returns>
    public async Task<Outcome<IReadOnlyList<HeldPayment>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.SettleHeld) is { } lacking) return lacking;
        return await (from payment in db.Set<Payment>().AsNoTracking().Where(p => p.State == PaymentState.Held).OrderBy(p => p.EndedAt).ThenBy(p => p.Id).Take(Most)
                      join account in AccountRows.Of(db) on payment.AccountId equals account.Id
                      orderby payment.EndedAt, payment.Id
                      select new HeldPayment(payment.Id, account.Number, payment.Amount, payment.Currency, payment.ToldMinor, payment.ToldCurrency, payment.Gateway, payment.Method,
                          payment.GatewayReference, payment.EndedAt ?? payment.StartedAt, payment.AskedAt)).ToListAsync(ct);
    }
}
