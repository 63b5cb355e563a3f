using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What modules to the right need of a customer that a record of another system names.</summary>
public sealed record CustomerFacts(Guid Id, Guid PartyId, PartyKind Kind);

/// <summary>Customers by their id at a source, those included that this unit of work is about to save.</summary>
public static class CustomersBySource
{
    public static async Task<IReadOnlyDictionary<string, CustomerFacts>> ListAsync(PortalDbContext db, string system, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var parties = db.ChangeTracker.Entries<Party>().ToDictionary(p => p.Entity.Id, p => p.Entity.Kind);
        var found = new Dictionary<string, CustomerFacts>(StringComparer.Ordinal);
        foreach (var customer in db.ChangeTracker.Entries<Customer>().Select(c => c.Entity))
            if (customer.Source is { } source && source.System == system && wanted.Remove(source.ExternalId) && parties.TryGetValue(customer.PartyId, out var kind))
                found[source.ExternalId] = new CustomerFacts(customer.Id, customer.PartyId, kind);
        if (wanted.Count == 0) return found;
        var stored = await (from customer in db.Set<Customer>().AsNoTracking()
                            where customer.Source!.System == system && wanted.Contains(customer.Source.ExternalId)
                            join party in db.Set<Party>() on customer.PartyId equals party.Id
                            select new { customer.Source!.ExternalId, Facts = new CustomerFacts(customer.Id, customer.PartyId, party.Kind) }).ToListAsync(ct);
        foreach (var one in stored) found[one.ExternalId] = one.Facts;
        return found;
    }
}

/// <summary>Accounts by their id at a source, those included that this unit of work is about to save.</summary>
public static class AccountsBySource
{
    static readonly Func<Account, AccountFacts> Facts = AccountsById.Facts.Compile();

    public static async Task<IReadOnlyDictionary<string, AccountFacts>> ListAsync(PortalDbContext db, string system, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, AccountFacts>(StringComparer.Ordinal);
        foreach (var account in db.ChangeTracker.Entries<Account>().Select(a => a.Entity))
            if (account.Source is { } source && source.System == system && wanted.Remove(source.ExternalId)) found[source.ExternalId] = Facts(account);
        if (wanted.Count == 0) return found;
        foreach (var account in await db.Set<Account>().AsNoTracking().Where(a => a.Source!.System == system && wanted.Contains(a.Source.ExternalId)).ToListAsync(ct))
            found[account.Source!.ExternalId] = Facts(account);
        return found;
    }
}
