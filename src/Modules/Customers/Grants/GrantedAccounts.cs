using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>An account as queries of modules to the right may join it.</summary>
public sealed class AccountRow
{
    public Guid Id { get; init; }
    public required string Number { get; init; }
    public string? Name { get; init; }
    public Guid CustomerId { get; init; }
    public Guid HolderPartyId { get; init; }
    public PaymentMode Mode { get; init; }
    public int CycleDay { get; init; }
    public AccountState State { get; init; }
    public DateTime OpenedAt { get; init; }
}

/// <summary>All accounts, for a query that has scoped its own rows (a bill seen by who held it).</summary>
public static class AccountRows
{
    public static IQueryable<AccountRow> Of(PortalDbContext db) => From(db.Set<Account>());

    internal static IQueryable<AccountRow> From(IQueryable<Account> accounts) => accounts.Select(a => new AccountRow
    {
        Id = a.Id, Number = a.Number, Name = a.Name, CustomerId = a.CustomerId, HolderPartyId = a.HolderPartyId, Mode = a.Mode, CycleDay = a.CycleDay, State = a.State, OpenedAt = a.OpenedAt,
    });
}

/// <summary>The accounts the caller has a right on, as a part of a larger query: one statement finds and scopes.</summary>
public static class GrantedAccounts
{
    public static IQueryable<AccountRow> Of(PortalDbContext db, Caller caller, Right right, DateTime now)
    {
        var granted = Granted.Accounts(db, caller, right, now);
        return AccountRows.From(db.Set<Account>().Where(a => granted.Contains(a.Id)));
    }
}
