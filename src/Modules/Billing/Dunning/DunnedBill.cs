using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A bill that is not paid, with what of it may be asked for.</summary>
/// <param name="From">From which days are counted: when it was due, or later, when a dispute of it was rejected.</param>
/// <param name="Disputed">What stands in undecided disputes: neither reminded of nor cut off for.</param>
internal sealed record DunnedBill(Guid Id, Guid AccountId, Guid HolderPartyId, DateOnly DueOn, DateOnly From, Money Outstanding, Money Disputed, IReadOnlyList<(int Day, DateOnly On)> Taken)
{
    public Money Owed => Money.Max(Money.Zero, Outstanding - Disputed);

    /// <param name="until">The last due date to look at.</param>
    public static async Task<IReadOnlyList<DunnedBill>> ListAsync(PortalDbContext db, OperatorOptions owner, Guid[] accounts, DateOnly until, CancellationToken ct)
    {
        var rows = await db.Set<Bill>().AsNoTracking().Where(b => accounts.Contains(b.AccountId) && b.State != BillState.Paid && b.DueOn <= until).OrderBy(b => b.DueOn).ThenBy(b => b.Id)
            .Select(b => new
            {
                b.Id, b.AccountId, b.HolderPartyId, b.DueOn, b.Outstanding,
                Disputed = db.Set<Dispute>().Where(d => d.BillId == b.Id && (d.State == DisputeState.Open || d.State == DisputeState.Proposed)).Sum(d => (long)(object)d.Amount),
                RejectedAt = db.Set<Dispute>().Where(d => d.BillId == b.Id && d.State == DisputeState.Rejected).Max(d => d.DecidedAt),
                Taken = db.Set<DunningStep>().Where(s => s.BillId == b.Id).Select(s => new { s.From, s.Day, s.TakenOn }).ToList(),
            }).AsSingleQuery().ToListAsync(ct);
        return [.. from row in rows
                   let rejected = row.RejectedAt is { } at ? owner.DayOf(at) : row.DueOn
                   let begins = rejected > row.DueOn ? rejected : row.DueOn
                   // The answer to a dispute was itself a word about the bill: the next comes after it.
                   let answered = begins > row.DueOn ? new[] { (0, begins) } : []
                   select new DunnedBill(row.Id, row.AccountId, row.HolderPartyId, row.DueOn, begins, row.Outstanding, new Money(row.Disputed), [.. answered, .. row.Taken.Where(t => t.From == begins).Select(t => (t.Day, t.TakenOn))])];
    }

    /// <summary>What the present holder of an account must pay to owe nothing overdue.</summary>
    public static async Task<Money> OverdueAsync(PortalDbContext db, OperatorOptions owner, Guid account, Guid holder, DateOnly today, CancellationToken ct) =>
        Sum((await ListAsync(db, owner, [account], today.AddDays(-1), ct)).Where(b => b.HolderPartyId == holder));

    public static Money Sum(IEnumerable<DunnedBill> bills) => bills.Aggregate(Money.Zero, (sum, bill) => sum + bill.Owed);
}
