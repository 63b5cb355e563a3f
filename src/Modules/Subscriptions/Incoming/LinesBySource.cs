using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>What modules to the right need of a line that a record of another system names.</summary>
public sealed record LineFacts(Guid Id, Guid AccountId, DateTime From);

/// <summary>Lines by their id at a source, those included that this unit of work is about to save.</summary>
public static class LinesBySource
{
    public static async Task<IReadOnlyDictionary<string, LineFacts>> ListAsync(PortalDbContext db, string system, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, LineFacts>(StringComparer.Ordinal);
        foreach (var line in db.ChangeTracker.Entries<Line>().Select(l => l.Entity))
            if (line.Source is { } source && source.System == system && wanted.Remove(source.ExternalId)) found[source.ExternalId] = new LineFacts(line.Id, line.AccountId, line.From);
        if (wanted.Count == 0) return found;
        foreach (var one in await db.Set<Line>().AsNoTracking().Where(l => l.Source!.System == system && wanted.Contains(l.Source.ExternalId))
            .Select(l => new { l.Source!.ExternalId, Facts = new LineFacts(l.Id, l.AccountId, l.From) }).ToListAsync(ct)) found[one.ExternalId] = one.Facts;
        return found;
    }
}

/// <summary>Lines by the number they were known by at a time: a number is not a line, and passes from one to another.</summary>
public sealed class LinesByNumber
{
    readonly ILookup<string, (Guid Line, DateTime From, DateTime? To)> tenures;

    LinesByNumber(ILookup<string, (Guid, DateTime, DateTime?)> tenures) => this.tenures = tenures;

    /// <param name="numbers">E.164, or broadband accounts.</param>
    public static async Task<LinesByNumber> LoadAsync(PortalDbContext db, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var wanted = numbers.Distinct().ToArray();
        var stored = wanted.Length == 0 ? [] : await db.Set<Tenure>().Where(t => wanted.Contains(t.Value)).Select(t => new { t.Value, t.LineId, t.From, t.To }).ToListAsync(ct);
        var added = db.ChangeTracker.Entries<Tenure>().Where(t => t.State == EntityState.Added).Select(t => new { t.Entity.Value, t.Entity.LineId, t.Entity.From, t.Entity.To });
        return new LinesByNumber(stored.Concat(added).ToLookup(t => t.Value, t => (t.LineId, t.From, t.To), StringComparer.Ordinal));
    }

    public Guid? At(string number, DateTime at)
    {
        foreach (var tenure in tenures[number])
            if (tenure.From <= at && (tenure.To is null || at < tenure.To)) return tenure.Line;
        return null;
    }
}
