using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A customer as other systems list it.</summary>
public sealed class ListedCustomer : IRow
{
    public Guid Id { get; init; }
    public Guid PartyId { get; init; }
    public PartyKind PartyKind { get; init; }
    public string? PartyName { get; init; }
    public required string Name { get; init; }
    public required string Number { get; init; }
    public CustomerClass Class { get; init; }
    public required string Status { get; init; }
    public int Tier { get; init; }
    public DateTime Since { get; init; }
    public DateTime? ClosedAt { get; init; }
    public IReadOnlyList<ListedAccount> Accounts { get; set; } = [];
}

/// <summary>Customers that a caller may see: a person their own and those of organisations they act for; other systems with
/// the permission, all.</summary>
public static class ListedCustomers
{
    public static IQueryable<ListedCustomer> Of(PortalDbContext db, Caller caller, DateTime now) =>
        from customer in db.Set<Customer>().AsNoTracking()
        join party in ListedParties.Seen(db, caller, CustomersPermissions.ReadCustomers, now) on customer.PartyId equals party.Id
        select new ListedCustomer
        {
            Id = customer.Id, PartyId = party.Id, PartyKind = party.Kind, PartyName = party.Name, Name = customer.Name ?? party.Name ?? customer.Number, Number = customer.Number, Class = customer.Class,
            Status = customer.Status ?? (customer.State == CustomerState.Active ? "active" : "closed"), Tier = customer.Tier, Since = customer.Since, ClosedAt = customer.ClosedAt,
        };

    public static async Task CompleteAsync(PortalDbContext db, IReadOnlyList<ListedCustomer> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToArray();
        var accounts = (await ListedAccounts.Rows(db, db.Set<Account>().AsNoTracking()).Where(a => ids.Contains(a.CustomerId)).OrderBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.CustomerId);
        foreach (var row in rows) row.Accounts = [.. accounts[row.Id]];
    }
}
