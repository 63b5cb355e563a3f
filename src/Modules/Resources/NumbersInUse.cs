using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Resources;

/// <summary>Marks numbers as held by a line, in the unit of work of the lines' own change; one that the stock did not
/// know is added to it.</summary>
public static class NumbersInUse
{
    public static async Task MarkAsync(PortalDbContext db, IReadOnlyCollection<ServiceIdentifier> numbers, CancellationToken ct)
    {
        if (numbers.Count == 0) return;
        var values = numbers.Select(n => n.Value).Distinct().ToArray();
        // The tracked ones first: this unit of work may be about to add them.
        var known = db.ChangeTracker.Entries<NumberResource>().Select(n => n.Entity).Where(n => values.Contains(n.Value))
            .Concat(await db.Set<NumberResource>().Where(n => values.Contains(n.Value)).ToListAsync(ct))
            .DistinctBy(n => n.Id).ToDictionary(n => (n.Kind, n.Value));
        foreach (var number in numbers.Distinct())
        {
            if (!known.TryGetValue((number.Kind, number.Value), out var resource))
            {
                resource = new NumberResource { Id = Guid.CreateVersion7(), Kind = number.Kind, Value = number.Value };
                db.Add(resource);
            }
            (resource.State, resource.RestUntil) = (NumberState.InUse, null);
        }
    }
}
