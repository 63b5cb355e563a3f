using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A bill beside the account it is of.</summary>
internal sealed class BillWithAccount
{
    public required Bill Bill { get; init; }
    public required string AccountNumber { get; init; }
    public string? AccountName { get; init; }
    /// <summary>The caller may pay it here and now; a former holder only reads.</summary>
    public bool IsPresent { get; init; }
}

/// <summary>The bills a caller may see: of accounts they have the right on, for periods of the present holder; and every
/// bill of a period in which they were the holder themselves, whoever has the account or number now.</summary>
internal static class GrantedBills
{
    public static IQueryable<Bill> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var accounts = GrantedAccounts.Of(db, caller, Right.SeeBill, now);
        var self = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        var present = from bill in db.Set<Bill>() join account in accounts on new { Id = bill.AccountId, bill.HolderPartyId } equals new { account.Id, account.HolderPartyId } select bill.Id;
        if (caller.Kind == CallerKind.System) return db.Set<Bill>().AsNoTracking().Where(b => present.Contains(b.Id));
        // Two ways to a bill, each by its own index; said as one condition they would be looked for in every bill there is.
        var seen = present.Union(db.Set<Bill>().Where(b => b.HolderPartyId == self).Select(b => b.Id));
        return db.Set<Bill>().AsNoTracking().Where(b => seen.Contains(b.Id));
    }

    public static IQueryable<BillWithAccount> WithAccounts(PortalDbContext db, Caller caller, DateTime now)
    {
        var accounts = GrantedAccounts.Of(db, caller, Right.SeeBill, now);
        return from bill in Of(db, caller, now)
               join account in AccountRows.Of(db) on bill.AccountId equals account.Id
               select new BillWithAccount { Bill = bill, AccountNumber = account.Number, AccountName = account.Name, IsPresent = accounts.Any(a => a.Id == account.Id) };
    }
}
