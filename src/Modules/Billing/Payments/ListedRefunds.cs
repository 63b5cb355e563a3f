using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A refund as other systems list it.</summary>
public sealed class ListedRefund : IRow
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public required string AccountName { get; init; }
    public Guid PaymentId { get; init; }
    public required string Method { get; init; }
    public Money Amount { get; init; }
    public RefundState State { get; init; }
    public DateTime AskedAt { get; init; }
    public DateTime StateAt { get; init; }
}

/// <summary>Refunds that a caller may see: a person those they asked for, and those of payments they may see; other systems
/// with the permission, all.</summary>
public static class ListedRefunds
{
    public static IQueryable<ListedRefund> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var all = caller.Can(BillingPermissions.ReadPayments);
        var self = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        var seen = GrantedAccounts.Of(db, caller, Right.SeeBill, now);
        return from refund in db.Set<Refund>().AsNoTracking()
               join payment in db.Set<Payment>() on refund.PaymentId equals payment.Id
               where all || refund.AskedBy == self || seen.Any(a => a.Id == refund.AccountId && a.HolderPartyId == payment.HolderPartyId)
               join account in AccountRows.Of(db) on refund.AccountId equals account.Id
               select new ListedRefund
               {
                   Id = refund.Id, AccountId = account.Id, AccountName = account.Name ?? account.Number, PaymentId = payment.Id, Method = payment.Method ?? payment.Gateway, Amount = refund.Amount,
                   State = refund.State, AskedAt = refund.AskedAt, StateAt = refund.EndedAt ?? refund.AskedAt,
               };
    }
}
