using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Which of some parties are persons, those included that this unit of work is about to save.</summary>
public static class PartyKinds
{
    public static async Task<IReadOnlySet<Guid>> PersonsAsync(PortalDbContext db, IReadOnlyCollection<Guid> parties, CancellationToken ct)
    {
        var wanted = parties.ToHashSet();
        var persons = db.ChangeTracker.Entries<Party>().Select(p => p.Entity).Where(p => wanted.Remove(p.Id) && p.Kind == PartyKind.Person).Select(p => p.Id).ToHashSet();
        if (wanted.Count > 0) persons.UnionWith(await db.Set<Party>().Where(p => wanted.Contains(p.Id) && p.Kind == PartyKind.Person).Select(p => p.Id).ToListAsync(ct));
        return persons;
    }
}
