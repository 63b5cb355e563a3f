using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An account the caller may pay, and what is open on it. Paying is a right apart from seeing the bill: who may only
/// pay is told the sums and no more.</summary>
/// <param name="Open">The bills still to be paid, the first due first.</param>
public sealed record Payable(Guid AccountId, string Number, string? Name, PaymentMode Mode, IReadOnlyList<OpenBill> Open)
{
    /// <summary>How old the figures are; null when they are our own.</summary>
    public Freshness? Freshness { get; init; }
    public Money Outstanding => Open.Aggregate(Money.Zero, (sum, bill) => sum + bill.Outstanding);
}

public sealed record OpenBill(string Number, DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly DueOn, Money Outstanding);

/// <summary>What there is to pay, account by account, those with something due first.</summary>
public sealed class ListPayable(PortalDbContext db, KeepFresh fresh, TimeProvider clock)
{
    const int Most = 40;

    public async Task<IReadOnlyList<Payable>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var granted = GrantedAccounts.Of(db, caller, Right.Pay, clock.GetUtcNow().UtcDateTime).OrderBy(a => a.Number).Take(Most);
        var freshness = fresh.IsOn ? await fresh.HandleAsync(await granted.Select(a => a.Id).ToListAsync(ct), ct) : null;
        var accounts = await granted
            .Select(a => new
            {
                a.Id, a.Number, a.Name, a.Mode,
                // What stands against a former holder is not this payer's business.
                Open = db.Set<Bill>().Where(b => b.AccountId == a.Id && b.HolderPartyId == a.HolderPartyId && b.State != BillState.Paid)
                    .OrderBy(b => b.DueOn).ThenBy(b => b.Number).Select(b => new OpenBill(b.Number, b.PeriodFrom, b.PeriodTo, b.DueOn, b.Outstanding)).ToList(),
            }).ToListAsync(ct);
        return [.. accounts.Select(a => new Payable(a.Id, a.Number, a.Name, a.Mode, a.Open) { Freshness = freshness }).OrderByDescending(a => a.Outstanding.IsPositive)];
    }
}
