using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>An account that pays bills, as other systems list it.</summary>
public sealed class ListedAccount : IRow
{
    public Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public Guid CustomerId { get; init; }
    public Guid HolderPartyId { get; init; }
    public PartyKind HolderKind { get; init; }
    public required string HolderName { get; init; }
    public PaymentMode Mode { get; init; }
    public required string State { get; init; }
    public int CycleDay { get; init; }
    public bool PaperBill { get; init; }
    public DateTime OpenedAt { get; init; }
    public DateTime? ClosedAt { get; init; }
}

/// <summary>Accounts that a caller may see: a person those they have the right to see bills of; other systems with the
/// permission, all.</summary>
public static class ListedAccounts
{
    public static IQueryable<ListedAccount> Of(PortalDbContext db, Caller caller, DateTime now) => Rows(db, Seen(db, caller, CustomersPermissions.ReadAccounts, now));

    /// <summary>The same for listings of modules to the right.</summary>
    /// <param name="permission">By which other systems see all.</param>
    public static IQueryable<ListedAccount> Of(PortalDbContext db, Caller caller, string permission, DateTime now) => Rows(db, Seen(db, caller, permission, now));

    /// <summary>Every account, for a reading whose caller has decided that the asker may see them all.</summary>
    public static IQueryable<ListedAccount> All(PortalDbContext db) => Rows(db, db.Set<Account>().AsNoTracking());

    /// <summary>Ids of the accounts that a caller may see, for listings of modules to the right.</summary>
    /// <param name="permission">By which other systems see all.</param>
    public static IQueryable<Guid> Ids(PortalDbContext db, Caller caller, string permission, DateTime now) => Seen(db, caller, permission, now).Select(a => a.Id);

    internal static IQueryable<Account> Seen(PortalDbContext db, Caller caller, string permission, DateTime now)
    {
        var accounts = db.Set<Account>().AsNoTracking();
        if (caller.Can(permission)) return accounts;
        var granted = Granted.Accounts(db, caller, Right.SeeBill, now);
        return accounts.Where(a => granted.Contains(a.Id));
    }

    internal static IQueryable<ListedAccount> Rows(PortalDbContext db, IQueryable<Account> accounts) =>
        from account in accounts
        join holder in db.Set<Party>() on account.HolderPartyId equals holder.Id
        select new ListedAccount
        {
            Id = account.Id, Number = account.Number, Name = account.Name ?? account.Number, CustomerId = account.CustomerId, HolderPartyId = holder.Id, HolderKind = holder.Kind,
            HolderName = holder.Name ?? account.Number, Mode = account.Mode, State = account.Status ?? (account.State == AccountState.Open ? "open" : "closed"),
            CycleDay = account.CycleDay, PaperBill = account.PaperBill, OpenedAt = account.OpenedAt, ClosedAt = account.ClosedAt,
        };
}
