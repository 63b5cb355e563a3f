using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A bill as other systems list it. Sums are minor units.</summary>
public sealed class ListedBill : IRow
{
    public Guid Id { get; init; }
    public required string Number { get; init; }
    public DateTime IssuedAt { get; init; }
    public DateOnly DueOn { get; init; }
    public DateOnly PeriodFrom { get; init; }
    public DateOnly PeriodTo { get; init; }
    public long Total { get; init; }
    public long TaxExcluded { get; init; }
    public long Tax { get; init; }
    public long Outstanding { get; init; }
    /// <summary>TM Forum's word: new, onHold, validated, sent, partiallyPaid or settled.</summary>
    public required string State { get; init; }
    public Guid AccountId { get; init; }
    public required string AccountName { get; init; }
    public Guid HolderPartyId { get; init; }
    public PartyKind HolderKind { get; init; }
    public string? HolderName { get; init; }
    public IReadOnlyList<ListedAllocation> Payments { get; set; } = [];
}

/// <summary>How much of a payment went to a bill.</summary>
public sealed class ListedAllocation
{
    public Guid BillId { get; init; }
    public Guid? PaymentId { get; init; }
    public long Minor { get; init; }
}

/// <summary>One charge of a bill.</summary>
public sealed class ListedBillLine : IRow
{
    public Guid Id { get; init; }
    public Guid BillId { get; init; }
    public required LocalText Text { get; init; }
    public ChargeKind Kind { get; init; }
    public DateTime IssuedAt { get; init; }
    public DateOnly PeriodFrom { get; init; }
    public DateOnly PeriodTo { get; init; }
    public long Amount { get; init; }
    public long TaxExcluded { get; init; }
    public long Tax { get; init; }
    public string? ServiceIdentifier { get; init; }
    public Guid AccountId { get; init; }
    public required string AccountName { get; init; }
}

/// <summary>Bills that a caller may see: a person as in the hall (<see cref="GrantedBills"/>); other systems with the
/// permission, all.</summary>
public static class ListedBills
{
    public static IQueryable<ListedBill> Of(PortalDbContext db, Caller caller, DateTime now) =>
        from bill in Seen(db, caller, now)
        join account in AccountRows.Of(db) on bill.AccountId equals account.Id
        join holder in PartyNames.Of(db) on bill.HolderPartyId equals holder.Id
        select new ListedBill
        {
            Id = bill.Id, Number = bill.Number, IssuedAt = bill.IssuedAt, DueOn = bill.DueOn, PeriodFrom = bill.PeriodFrom, PeriodTo = bill.PeriodTo,
            Total = (long)(object)bill.Total, TaxExcluded = (long)(object)bill.Total - (long)(object)bill.Tax, Tax = (long)(object)bill.Tax, Outstanding = (long)(object)bill.Outstanding,
            State = bill.State == BillState.Paid ? "settled" : bill.State == BillState.PartlyPaid ? "partiallyPaid" : bill.Mark ?? "new",
            AccountId = account.Id, AccountName = account.Name ?? account.Number, HolderPartyId = holder.Id, HolderKind = holder.Kind, HolderName = holder.Name,
        };

    public static IQueryable<ListedAllocation> Payments(PortalDbContext db) =>
        db.Set<Allocation>().AsNoTracking().Where(a => a.PaymentId != null).Select(a => new ListedAllocation { BillId = a.BillId, PaymentId = a.PaymentId, Minor = (long)(object)a.Amount });

    public static async Task CompleteAsync(PortalDbContext db, IReadOnlyList<ListedBill> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToArray();
        var payments = (await Payments(db).Where(p => ids.Contains(p.BillId)).ToListAsync(ct)).ToLookup(p => p.BillId);
        foreach (var row in rows) row.Payments = [.. payments[row.Id]];
    }

    public static IQueryable<ListedBillLine> Lines(PortalDbContext db, Caller caller, DateTime now) =>
        from line in db.Set<BillLine>().AsNoTracking()
        join bill in Seen(db, caller, now) on line.BillId equals bill.Id
        join account in AccountRows.Of(db) on bill.AccountId equals account.Id
        select new ListedBillLine
        {
            Id = line.Id, BillId = bill.Id, Text = line.Text, Kind = line.Kind, IssuedAt = bill.IssuedAt, PeriodFrom = bill.PeriodFrom, PeriodTo = bill.PeriodTo,
            Amount = (long)(object)line.Amount, TaxExcluded = (long)(object)line.Amount - (long)(object)line.Tax, Tax = (long)(object)line.Tax, ServiceIdentifier = line.ServiceIdentifier,
            AccountId = account.Id, AccountName = account.Name ?? account.Number,
        };

    static IQueryable<Bill> Seen(PortalDbContext db, Caller caller, DateTime now) =>
        caller.Can(BillingPermissions.ReadBills) ? db.Set<Bill>().AsNoTracking() : GrantedBills.Of(db, caller, now);
}
