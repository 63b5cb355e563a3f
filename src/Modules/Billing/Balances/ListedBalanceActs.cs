using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What was done to a balance, as other systems list it.</summary>
public sealed class ListedBalanceAct : IRow
{
    public Guid Id { get; init; }
    public BalanceActState State { get; init; }
    public Money Amount { get; init; }
    public string? Reason { get; init; }
    public Guid BucketId { get; init; }
    public Guid AccountId { get; init; }
    public required string AccountName { get; init; }
    public Guid? PaymentId { get; init; }
    public Guid? ReservationId { get; init; }
    public required string Channel { get; init; }
    public DateTime AskedAt { get; init; }
    public DateTime? ExpiresAt { get; init; }
}

/// <summary>Acts of one kind that a caller may see: on accounts they have the right to see bills of, since their present
/// holder has them; other systems with the permission, all.</summary>
public static class ListedBalanceActs
{
    public static IQueryable<ListedBalanceAct> Of(PortalDbContext db, BalanceActKind kind, Caller caller, DateTime now)
    {
        var all = caller.Can(BillingPermissions.ReadBalances);
        return from act in db.Set<BalanceAct>().AsNoTracking().Where(a => a.Kind == kind)
               join account in ListedAccounts.Of(db, caller, BillingPermissions.ReadBalances, now) on act.AccountId equals account.Id
               where all || act.HolderPartyId == account.HolderPartyId
               select new ListedBalanceAct
               {
                   Id = act.Id, State = act.State, Amount = act.Amount, Reason = act.Reason, BucketId = act.BucketId, AccountId = account.Id, AccountName = account.Name, PaymentId = act.PaymentId,
                   ReservationId = act.ReservationId, Channel = (string)(object)act.Channel, AskedAt = act.AskedAt, ExpiresAt = act.ExpiresAt,
               };
    }
}
