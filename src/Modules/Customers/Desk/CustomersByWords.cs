using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A customer in a list of possible ones.</summary>
public sealed record CustomerInList(Guid PartyId, PartyKind Kind, string? Name, string? ExternalId, CustomerClass? Class, string? Area, DateTime Since);

/// <summary>The part of finding a customer that this module knows; who asks, where their permission holds and what is
/// written down is the operation's that calls it.</summary>
public sealed class CustomersByWords(PortalDbContext db, SecretColumns secrets, Texts texts, TimeProvider clock)
{
    /// <returns>Party and the way it was found by, a text key. Names are found whole: their beginnings would let somebody
    /// leaf through the customers, and no index serves them the same on both databases.</returns>
    public async Task<Dictionary<Guid, string>> FindAsync(string asked, int most, CancellationToken ct)
    {
        var found = new Dictionary<Guid, string>();
        var (number, key) = (asked.ToUpperInvariant(), SearchKey.Of(asked));
        foreach (var id in await db.Set<Account>().Where(a => a.Number == asked || a.Number == number).Select(a => a.HolderPartyId).Take(most).ToListAsync(ct)) found.TryAdd(id, "found.by_account");
        foreach (var id in await db.Set<Customer>().Where(c => c.Number == asked || c.Number == number).Select(c => c.PartyId).Take(most).ToListAsync(ct)) found.TryAdd(id, "found.by_customer");
        if (Hashes(asked) is { Count: > 0 } hashes)
            foreach (var id in await db.Set<IdentityDocument>().Where(d => hashes.Contains(d.NumberHash)).Select(d => d.PartyId).Take(most).ToListAsync(ct)) found.TryAdd(id, "found.by_document");
        foreach (var id in await db.Set<Party>().Where(p => p.NameKey == key).OrderBy(p => p.Id).Select(p => p.Id).Take(most).ToListAsync(ct)) found.TryAdd(id, "found.by_name");
        return found;
    }

    // Every kind of document whose rules the text satisfies: nobody at a desk says which it is.
    List<string> Hashes(string asked)
    {
        var today = texts.DayOf(clock.GetUtcNow().UtcDateTime);
        return [.. DocumentRules.Types.Select(type => DocumentRules.Check(type, asked, today)).Where(n => n.Succeeded).Select(n => secrets.Hash(IdentityDocument.NumberPurpose, n.Value.Number)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Some parties as a part of a query.</summary>
    public IQueryable<Guid> Of(Guid[] parties) => db.Set<Party>().Where(p => parties.Contains(p.Id)).Select(p => p.Id);

    public async Task<IReadOnlyList<CustomerInList>> DescribeAsync(Guid[] parties, CancellationToken ct)
    {
        var rows = await db.Set<Party>().AsNoTracking().Where(p => parties.Contains(p.Id)).OrderBy(p => p.Id).Select(p => new
        {
            p.Id, p.Kind, p.Name, p.Source, p.CreatedAt,
            Customers = db.Set<Customer>().Where(c => c.PartyId == p.Id).Select(c => new { c.Number, c.Class, c.Area, c.Since, c.State }).ToList(),
        }).ToListAsync(ct);
        return [.. rows.Select(r => (Row: r, Customer: r.Customers.OrderBy(c => c.State).ThenBy(c => c.Since).FirstOrDefault())).Select(r => new CustomerInList(r.Row.Id, r.Row.Kind,
            r.Row.Name is null ? null : r.Row.Kind == PartyKind.Person ? Mask.Name(r.Row.Name) : r.Row.Name, r.Row.Source?.ExternalId ?? r.Customer?.Number, r.Customer?.Class, r.Customer?.Area, r.Customer?.Since ?? r.Row.CreatedAt))];
    }
}
