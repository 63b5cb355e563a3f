using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>The latest version of offers by code, those included that this unit of work is about to save.</summary>
public static class OffersByCode
{
    /// <returns>Offer version ids by code.</returns>
    public static async Task<IReadOnlyDictionary<string, Guid>> ListAsync(PortalDbContext db, IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var wanted = codes.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var offer in db.ChangeTracker.Entries<Offer>().Select(o => o.Entity))
            if (wanted.Remove(offer.Code)) found[offer.Code] = offer.Versions.MaxBy(v => v.Number)!.Id;
        if (wanted.Count == 0) return found;
        var stored = await (from offer in db.Set<Offer>().AsNoTracking().Where(o => wanted.Contains(o.Code))
                            join version in db.Set<OfferVersion>() on offer.Id equals version.OfferId
                            select new { offer.Code, version.Id, version.Number }).ToListAsync(ct);
        foreach (var one in stored.OrderBy(o => o.Number)) found[one.Code] = one.Id;
        return found;
    }
}
