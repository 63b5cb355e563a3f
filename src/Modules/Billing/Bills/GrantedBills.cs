using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The bills a caller may see: of accounts they have the right on, for periods of the present holder; and every
/// bill of a period in which they were the holder themselves, whoever has the account or number now.</summary>
internal static class GrantedBills
{
    public static IQueryable<Bill> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var accounts = GrantedAccounts.Of(db, caller, Right.SeeBill, now);
        var self = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        return db.Set<Bill>().AsNoTracking().Where(b => b.HolderPartyId == self || accounts.Any(a => a.Id == b.AccountId && a.HolderPartyId == b.HolderPartyId));
    }
}
