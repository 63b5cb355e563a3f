using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>What terms refer to, as it is now: zones, holidays, rates of tax, and which dialled prefixes lead to which zone.</summary>
/// <param name="Taxes">Rates in ten-thousandths, each from a day on.</param>
/// <param name="Prefixes">Digits after the plus; of several that fit a number the longest holds.</param>
public sealed record CatalogueTables(IReadOnlyList<string> Zones, IReadOnlyList<DateOnly> Holidays, IReadOnlyList<(string Class, DateOnly From, int Rate)> Taxes, IReadOnlyList<(string Prefix, string Zone)> Prefixes)
{
    public static async Task<CatalogueTables> ReadAsync(PortalDbContext db, CancellationToken ct)
    {
        var zones = await db.Set<Zone>().AsNoTracking().Select(z => z.Code).ToListAsync(ct);
        var prefixes = await db.Set<ZonePrefix>().AsNoTracking().Select(p => new { p.Prefix, p.Zone }).ToListAsync(ct);
        var holidays = await db.Set<Holiday>().AsNoTracking().Select(h => h.Day).ToListAsync(ct);
        var taxes = await db.Set<TaxRate>().AsNoTracking().Select(t => new { t.Class, t.From, t.Rate }).ToListAsync(ct);
        return new(
            [.. zones.Order(StringComparer.Ordinal)], [.. holidays.Order()],
            [.. taxes.OrderBy(t => t.Class, StringComparer.Ordinal).ThenBy(t => t.From).Select(t => (t.Class, t.From, t.Rate))],
            [.. prefixes.OrderBy(p => p.Prefix, StringComparer.Ordinal).Select(p => (p.Prefix, p.Zone))]);
    }
}
