using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment as other systems list it.</summary>
public sealed class ListedPayment : IRow
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public required string AccountName { get; init; }
    public Money Amount { get; init; }
    public PaymentState State { get; init; }
    public required string Method { get; init; }
    public required string Channel { get; init; }
    /// <summary>None when another system took it.</summary>
    public Guid? PayerId { get; init; }
    public string? Reference { get; init; }
    /// <summary>The key under which an interface's client told of it.</summary>
    public string? Key { get; init; }
    public DateTime StartedAt { get; init; }
    public DateTime StateAt { get; init; }
    public IReadOnlyList<ListedPaymentPart> Parts { get; set; } = [];
}

/// <summary>What of a payment went to which bill.</summary>
public sealed class ListedPaymentPart
{
    public Guid PaymentId { get; init; }
    public Guid BillId { get; init; }
    public required string BillNumber { get; init; }
    public Money Amount { get; init; }
}

/// <summary>Payments that a caller may see: a person those they made, and those on accounts they have the right to see bills
/// of, since their present holder has them; other systems with the permission, all.</summary>
public static class ListedPayments
{
    public static IQueryable<ListedPayment> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var all = caller.Can(BillingPermissions.ReadPayments);
        var self = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        var seen = GrantedAccounts.Of(db, caller, Right.SeeBill, now);
        var payments = db.Set<Payment>().AsNoTracking();
        if (!all) payments = payments.Where(p => p.PayerId == self || seen.Any(a => a.Id == p.AccountId && a.HolderPartyId == p.HolderPartyId));
        return from payment in payments
               join account in AccountRows.Of(db) on payment.AccountId equals account.Id
               select new ListedPayment
               {
                   Id = payment.Id, AccountId = account.Id, AccountName = account.Name ?? account.Number, Amount = payment.Amount, State = payment.State, Method = payment.Method ?? payment.Gateway,
                   Channel = (string)(object)payment.Channel, PayerId = payment.Gateway == ReceivePaymentHandler.Elsewhere ? null : payment.PayerId, Reference = payment.GatewayReference,
                   Key = payment.Channel == Kernel.Channel.Api ? payment.IdempotencyKey : null, StartedAt = payment.StartedAt, StateAt = payment.EndedAt ?? payment.StartedAt,
               };
    }

    public static IQueryable<ListedPaymentPart> Parts(PortalDbContext db) =>
        from part in db.Set<Allocation>().AsNoTracking()
        where part.PaymentId != null
        join bill in db.Set<Bill>() on part.BillId equals bill.Id
        select new ListedPaymentPart { PaymentId = part.PaymentId!.Value, BillId = bill.Id, BillNumber = bill.Number, Amount = part.Amount };

    /// <summary>The number of a bill, for an operation that will ask whose it is; null when there is none.</summary>
    public static Task<string?> NumberOfAsync(PortalDbContext db, Guid bill, CancellationToken ct) => db.Set<Bill>().Where(b => b.Id == bill).Select(b => (string?)b.Number).SingleOrDefaultAsync(ct);

    public static async Task CompleteAsync(PortalDbContext db, IReadOnlyList<ListedPayment> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToArray();
        var parts = (await Parts(db).Where(p => ids.Contains(p.PaymentId)).OrderBy(p => p.BillNumber).ToListAsync(ct)).ToLookup(p => p.PaymentId);
        foreach (var row in rows) row.Parts = [.. parts[row.Id]];
    }
}
