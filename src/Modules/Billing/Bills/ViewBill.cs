using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

public sealed record ViewBill(string Number);

/// <param name="ServiceIdentifier">As it stood on the bill; null for what concerns the account.</param>
public sealed record BillLineView(string? ServiceIdentifier, ChargeKind Kind, LocalText Text, long? Quantity, UsageUnit? Unit, Money Amount)
{
    /// <summary>Its place on the bill, by which addresses name it.</summary>
    public int Ordinal { get; init; }
}

public sealed record BillPaid(DateTime At, Money Amount, Guid? PaymentId)
{
    /// <summary>Given, not paid: a charge that was not right, or goodwill.</summary>
    public bool IsCredit { get; init; }
}

/// <param name="Before">The bill before it, to compare with.</param>
/// <param name="Payable">The caller may pay it here; a former holder only reads.</param>
public sealed record BillView(BillBrief Bill, string AccountNumber, string? AccountName, BillState State, DateTime IssuedAt, Money Tax, Money PaidElsewhere, int Revision,
    IReadOnlyList<BillLineView> Lines, IReadOnlyList<BillPaid> Paid, BillBrief? Before, BillDifference? Difference, bool Payable, DateOnly Today)
{
    /// <summary>How old the figures are; null when they are our own.</summary>
    public Freshness? Freshness { get; init; }
    public BillCredit Credit { get; init; }
    /// <summary>What was paid on it here and the system that owns it has not booked yet.</summary>
    public Money BeingBooked { get; init; }
    /// <summary>It and the one before were made here, so that <see cref="ExplainBill"/> can say why they differ.</summary>
    public bool IsExplained { get; init; }
}

/// <summary>One bill with its charges, what was paid on it, and how it differs from the one before.</summary>
public sealed class ViewBillHandler(PortalDbContext db, KeepFresh fresh, TimeProvider clock, IOptions<OperatorOptions> owner)
{
    public async Task<Outcome<BillView>> HandleAsync(ViewBill query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var freshness = fresh.IsOn && await GrantedBills.Of(db, caller, now).Where(b => b.Number == query.Number).Select(b => (Guid?)b.AccountId).SingleOrDefaultAsync(ct) is { } account
            ? await fresh.HandleAsync([account], ct) : null;
        var found = await GrantedBills.WithAccounts(db, caller, now).Where(b => b.Bill.Number == query.Number)
            .Select(b => new
            {
                b.Bill.Id, b.Bill.Number, b.Bill.AccountId, b.Bill.HolderPartyId, b.Bill.PeriodFrom, b.Bill.PeriodTo, b.Bill.DueOn, b.Bill.Total, b.Bill.Outstanding,
                b.Bill.State, b.Bill.IssuedAt, b.Bill.Tax, b.Bill.PaidElsewhere, b.Bill.Revision, b.Bill.CreditOf, b.Bill.CreditedBy, b.Bill.CycleId, b.AccountNumber, b.AccountName, b.IsPresent,
                Lines = db.Set<BillLine>().Where(l => l.BillId == b.Bill.Id).OrderBy(l => l.Ordinal).Select(l => new BillLineView(l.ServiceIdentifier, l.Kind, l.Text, l.Quantity, l.Unit, l.Amount) { Ordinal = l.Ordinal }).ToList(),
            }).SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound("bill.not_found");

        var before = await GrantedBills.Of(db, caller, now)
            .Where(b => b.AccountId == found.AccountId && b.HolderPartyId == found.HolderPartyId && b.PeriodFrom < found.PeriodFrom && b.CreditOf == null && b.CreditedBy == null).OrderByDescending(b => b.PeriodFrom).Take(1)
            .Select(b => new
            {
                Bill = new BillBrief(b.Id, b.Number, b.PeriodFrom, b.PeriodTo, b.DueOn, b.Total, b.Outstanding),
                b.CycleId,
                Charges = db.Set<BillLine>().Where(l => l.BillId == b.Id).Select(l => new { l.Kind, l.Amount }).ToList(),
            }).SingleOrDefaultAsync(ct);
        var paid = await db.Set<Allocation>().Where(a => a.BillId == found.Id).OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => new BillPaid(a.At, a.Amount, a.PaymentId) { IsCredit = a.PaymentId == null && a.BucketId == null }).ToListAsync(ct);

        var beingBooked = freshness is null ? 0 : await db.Set<Allocation>().Where(a => a.BillId == found.Id && db.Set<ForwardedPayment>().Any(f => f.PaymentId == a.PaymentId && f.State != ForwardState.Booked))
            .SumAsync(a => (long)(object)a.Amount, ct);

        BillDifference? difference = null;
        if (before is not null)
        {
            var parts = BillDifferences.Between(found.Lines.Select(l => (l.Kind, l.Amount)), before.Charges.Select(c => (c.Kind, c.Amount)));
            var whole = found.Total - before.Bill.Total;
            if (parts.Aggregate(Money.Zero, (sum, p) => sum + p.Change) == whole) difference = new BillDifference(whole, parts);
        }
        return new BillView(new BillBrief(found.Id, found.Number, found.PeriodFrom, found.PeriodTo, found.DueOn, found.Total, found.Outstanding),
            found.AccountNumber, found.AccountName, found.State, found.IssuedAt, found.Tax, found.PaidElsewhere, found.Revision, found.Lines, paid, before?.Bill, difference,
            found.IsPresent && found.Outstanding.IsPositive, owner.Value.DayOf(now))
        { Credit = found.CreditOf is not null ? BillCredit.Note : found.CreditedBy is not null ? BillCredit.TakenBack : BillCredit.None, Freshness = freshness, BeingBooked = new Money(beingBooked), IsExplained = found is { CycleId: not null, CreditOf: null, CreditedBy: null } && before?.CycleId is not null };
    }
}
