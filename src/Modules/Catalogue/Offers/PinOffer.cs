using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Holds an offer's newest version for somebody who takes it: from then on its prices stay. Prepares only: the
/// caller saves.</summary>
public sealed class PinOffer(PortalDbContext db)
{
    /// <returns>The version's id, or null where there is no such offer, or it is withdrawn.</returns>
    public async Task<Guid?> HandleAsync(Guid offerId, CancellationToken ct)
    {
        var version = await db.Set<OfferVersion>().Where(v => v.OfferId == offerId).OrderByDescending(v => v.Number).FirstOrDefaultAsync(ct);
        if (version is null or { State: OfferVersionState.Withdrawn }) return null;
        version.Pinned = true;
        return version.Id;
    }
}
