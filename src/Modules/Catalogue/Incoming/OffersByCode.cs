using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>The version of offers by code that is on sale, else the latest, those included that this unit of work is about to save.</summary>
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
                            // A draft that came as a file may still change: nobody has it.
                            join version in db.Set<OfferVersion>().Where(v => v.Terms == null || v.State == OfferVersionState.Published || v.State == OfferVersionState.Withdrawn) on offer.Id equals version.OfferId
                            select new { offer.Code, version.Id, version.Number, Sold = version.State == OfferVersionState.Published }).ToListAsync(ct);
        foreach (var one in stored.OrderBy(o => o.Sold).ThenBy(o => o.Number)) found[one.Code] = one.Id;
        return found;
    }
}
