using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>How many have which version of an offer, for whoever is about to put one on sale or take it off.</summary>
public sealed record CountHeld(IReadOnlyCollection<Guid> VersionIds);

public sealed class CountHeldHandler(PortalDbContext db, TimeProvider clock)
{
    /// <returns>By version; one that nobody has is not there.</returns>
    public async Task<Outcome<Dictionary<Guid, int>>> HandleAsync(CountHeld query, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Read) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.Set<Product>().Where(p => query.VersionIds.Contains(p.OfferVersionId) && (p.To == null || p.To > now))
            .GroupBy(p => p.OfferVersionId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }
}
