using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>The catalogue as a file that reads as the same.</summary>
public sealed record ExportCatalogue;

/// <param name="LeftOut">Codes that no file can write: other systems name their offers as they like.</param>
public sealed record CatalogueExported(string Yaml, int Offers, int Versions, IReadOnlyList<string> LeftOut);

public sealed class ExportCatalogueHandler(PortalDbContext db, IOptions<OperatorOptions> home)
{
    public async Task<Outcome<CatalogueExported>> HandleAsync(ExportCatalogue _, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Read) is { } lacking) return lacking;
        var zones = await db.Set<Zone>().AsNoTracking().ToListAsync(ct);
        var tables = await CatalogueTables.ReadAsync(db, ct);
        var prefixes = tables.Prefixes.ToLookup(p => p.Zone, p => p.Prefix, StringComparer.Ordinal);
        var offers = await db.Set<Offer>().AsNoTracking().Include(o => o.Versions).ThenInclude(v => v.Prices).Include(o => o.Versions).ThenInclude(v => v.Allowances).AsSplitQuery().ToListAsync(ct);
        var written = offers.Where(o => YamlValues.IsCode(o.Code)).OrderBy(o => o.Kind).ThenBy(o => o.Code, StringComparer.Ordinal)
            .Select(o => new WrittenOffer(o.Code, o.Kind, o.Name, [.. o.Versions.OrderBy(v => v.Number).Select(v => WrittenVersions.Of(v, o.Versions, home.Value))])).Where(o => o.Versions.Count > 0).ToArray();
        var file = new CatalogueFile
        {
            WrittenZones = [.. zones.OrderBy(z => z.Code, StringComparer.Ordinal).Select(z => new WrittenZone(z.Code, z.Name, [.. prefixes[z.Code]]))],
            Holidays = tables.Holidays, Taxes = tables.Taxes, Offers = written,
        };
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new WriteCatalogue(home.Value.ToCurrency()).To(text, file);
        return new CatalogueExported(text.ToString(), written.Length, written.Sum(o => o.Versions.Count), [.. offers.Select(o => o.Code).Where(c => !YamlValues.IsCode(c)).Order(StringComparer.Ordinal)]);
    }
}
