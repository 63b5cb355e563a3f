using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Takes a file's zones, holidays and rates. What a file does not name stays: other offers may speak of it.</summary>
internal sealed class WrittenTables(PortalDbContext db)
{
    /// <summary>Prepares only: the caller saves.</summary>
    /// <param name="today">By the operator's clock.</param>
    /// <returns>What cannot be taken.</returns>
    public async Task<IReadOnlyList<Refusal>> TakeAsync(CatalogueFile file, DateOnly today, CancellationToken ct)
    {
        await ZonesAsync(file, ct);
        await HolidaysAsync(file, ct);
        return await TaxesAsync(file, today, ct);
    }

    async Task ZonesAsync(CatalogueFile file, CancellationToken ct)
    {
        var zones = await db.Set<Zone>().ToDictionaryAsync(z => z.Code, StringComparer.Ordinal, ct);
        var prefixes = await db.Set<ZonePrefix>().ToDictionaryAsync(p => p.Prefix, StringComparer.Ordinal, ct);
        foreach (var written in file.WrittenZones)
        {
            if (!zones.TryGetValue(written.Code, out var zone)) db.Add(zone = new Zone { Code = written.Code });
            zone.Name = written.Name ?? zone.Name;
            // A file that names some of a zone's prefixes names all of them.
            if (written.Prefixes.Count > 0)
                db.RemoveRange(prefixes.Values.Where(p => p.Zone == zone.Code && !file.WrittenZones.Any(z => z.Prefixes.Contains(p.Prefix, StringComparer.Ordinal))));
            foreach (var prefix in written.Prefixes)
                if (prefixes.TryGetValue(prefix, out var known)) known.Zone = zone.Code;
                else db.Add(new ZonePrefix { Prefix = prefix, Zone = zone.Code });
        }
    }

    async Task HolidaysAsync(CatalogueFile file, CancellationToken ct)
    {
        var known = await db.Set<Holiday>().AsNoTracking().Select(h => h.Day).ToListAsync(ct);
        db.AddRange(file.Holidays.Distinct().Except(known).Select(d => new Holiday { Day = d }));
    }

    async Task<IReadOnlyList<Refusal>> TaxesAsync(CatalogueFile file, DateOnly today, CancellationToken ct)
    {
        var refused = new List<Refusal>();
        var known = await db.Set<TaxRate>().ToListAsync(ct);
        foreach (var (of, from, rate) in file.Taxes)
        {
            var stored = known.Find(t => t.Class == of && t.From == from);
            if (stored is null) db.Add(new TaxRate { Class = of, From = from, Rate = rate });
            // Bills have been made at it.
            else if (stored.Rate != rate && from <= today) refused.Add(Refusal.Conflict("tax.in_force", ("class", of), ("from", from)));
            else stored.Rate = rate;
        }
        return refused;
    }
}
