using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Holds an offer's version on sale for somebody who takes it: from then on its prices stay. Prepares only: the
/// caller saves.</summary>
public sealed class PinOffer(PortalDbContext db, TimeProvider clock)
{
    /// <returns>The version's id, or null where there is no such offer, or it is not on sale.</returns>
    public async Task<Guid?> HandleAsync(Guid offerId, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var versions = await db.Set<OfferVersion>().Where(v => v.OfferId == offerId).ToListAsync(ct);
        // What another system keeps here by single prices, it may also sell before it says so; what came as a file is sold once it is published.
        var version = versions.Where(v => v.IsOnSale(now)).MaxBy(v => v.Number) ?? versions.MaxBy(v => v.Number);
        if (version is null or { State: OfferVersionState.Withdrawn } || (version.Terms is not null && !version.IsOnSale(now))) return null;
        version.Pinned = true;
        return version.Id;
    }
}
