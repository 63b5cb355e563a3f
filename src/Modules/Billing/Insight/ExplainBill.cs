using Microsoft.EntityFrameworkCore;
using Wangting.Billing.Rating;
using Wangting.Kernel;

namespace Wangting.Billing;

public sealed record ExplainBill(string Number);

/// <summary>A charge of either bill that a cause changed.</summary>
/// <param name="IsUse">Events are behind it, which the usage pages list.</param>
public sealed record ExplainedCharge(string? ServiceIdentifier, LocalText Name, Money Before, Money After, bool IsUse)
{
    public Money Change => After - Before;
}

public sealed record ExplainedCause(CausedDifference Of, IReadOnlyList<ExplainedCharge> Charges)
{
    public Money Amount => new(Of.Amount);
}

/// <summary>Why a bill is another than the one before it. The causes add up to the difference.</summary>
/// <param name="Causes">Those that changed anything, in their fixed order.</param>
public sealed record BillExplanation(BillBrief Bill, BillBrief Before, string AccountNumber, ToldDifference Told, IReadOnlyList<ExplainedCause> Causes);

/// <summary>Makes both bills again from what they were made of, and names every cent between them. Bills that come from elsewhere,
/// or that the books no longer give to the cent, are not explained rather than nearly explained.</summary>
public sealed class ExplainBillHandler(PortalDbContext db, ReadBills read, TimeProvider clock)
{
    sealed class Found
    {
        public required BillBrief Brief { get; init; }
        public Guid AccountId { get; init; }
        public Guid HolderPartyId { get; init; }
        public required string AccountNumber { get; init; }
        public DateTime? CutOff { get; init; }
    }

    public async Task<Outcome<BillExplanation>> HandleAsync(ExplainBill query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var seen = GrantedBills.WithAccounts(db, caller, now);
        if (await FoundOf(seen.Where(b => b.Bill.Number == query.Number)).SingleOrDefaultAsync(ct) is not { } bill) return Refusal.NotFound("bill.not_found");
        var before = await FoundOf(seen.Where(b => b.Bill.AccountId == bill.AccountId && b.Bill.HolderPartyId == bill.HolderPartyId && b.Bill.PeriodFrom < bill.Brief.PeriodFrom && b.Bill.CreditOf == null && b.Bill.CreditedBy == null).OrderByDescending(b => b.Bill.PeriodFrom)).FirstOrDefaultAsync(ct);
        if (before is null) return Refusal.Conflict("explain.first");
        if (await MadeAgainAsync(before, ct) is not { } old || await MadeAgainAsync(bill, ct) is not { } made) return Refusal.Conflict("explain.elsewhere");
        if (!old.Accounts.Select(a => a.Id).SequenceEqual(made.Accounts.Select(a => a.Id))) return Refusal.Conflict("explain.elsewhere");
        var months = Aligned.Of(old.Input, made.Input);
        var causes = made.Basis.NewExplained().Between(months[0], months[1], PlaceOf(bill, made));
        var names = made.Lines.Zip(made.Input.Lines).Concat(old.Lines.Zip(old.Input.Lines)).DistinctBy(l => l.Second.Id).ToDictionary(l => l.Second.Id, l => l.First.Identifier);
        return new BillExplanation(bill.Brief, before.Brief, bill.AccountNumber, new ToldDifference(before.Brief.PeriodFrom, bill.Brief.PeriodFrom, before.Brief.Total, bill.Brief.Total, causes),
            [.. causes.Where(c => c.Amount != 0 || c.Charges.Count > 0).Select(c => new ExplainedCause(c,
                [.. c.Charges.Select(l => new ExplainedCharge(l.Line < 0 ? null : names[months[1].Lines[l.Line].Id], l.Name, new Money(l.Before), new Money(l.After), l.Source == ChargeSource.Usage))]))]);
    }

    // Null where it does not come to what was billed: another system's bill, a part that somebody else paid, a rewritten past, a
    // bill that was taken back.
    async Task<BilledGroup?> MadeAgainAsync(Found bill, CancellationToken ct)
    {
        if (bill.CutOff is not { } cutOff) return null;
        var group = (await read.ReadAsync([bill.AccountId], new BillingPeriod(bill.Brief.PeriodFrom, bill.Brief.PeriodTo), cutOff, ct)).FirstOrDefault(g => g.Accounts.Any(a => a.Id == bill.AccountId));
        if (group is null) return null;
        return group.Basis.NewBilled().Of(group.Input).Bills[PlaceOf(bill, group)].Total == bill.Brief.Total.Minor ? group : null;
    }

    static int PlaceOf(Found bill, BilledGroup group) => group.Accounts.Select((a, i) => (a.Id, i)).First(a => a.Id == bill.AccountId).i;

    IQueryable<Found> FoundOf(IQueryable<BillWithAccount> bills) => bills.Select(b => new Found
    {
        Brief = new BillBrief(b.Bill.Id, b.Bill.Number, b.Bill.PeriodFrom, b.Bill.PeriodTo, b.Bill.DueOn, b.Bill.Total, b.Bill.Outstanding), AccountId = b.Bill.AccountId, HolderPartyId = b.Bill.HolderPartyId,
        AccountNumber = b.AccountNumber, CutOff = db.Set<BillingCycle>().Where(c => c.Id == b.Bill.CycleId).Select(c => (DateTime?)c.CutOff).FirstOrDefault(),
    });
}
