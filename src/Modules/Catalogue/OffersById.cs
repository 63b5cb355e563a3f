using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>An offer version as others show it: its name, kind and monthly price.</summary>
public sealed record OfferFacts(Guid OfferId, Guid VersionId, string Code, OfferKind Kind, LocalText Name, Money? Monthly);

/// <summary>Offer versions by id, in one query.</summary>
public sealed class OffersById(PortalDbContext db)
{
    public async Task<IReadOnlyDictionary<Guid, OfferFacts>> ListAsync(IReadOnlyCollection<Guid> versionIds, CancellationToken ct) =>
        await (from version in db.Set<OfferVersion>().Where(v => versionIds.Contains(v.Id))
               join offer in db.Set<Offer>() on version.OfferId equals offer.Id
               select new OfferFacts(offer.Id, version.Id, offer.Code, offer.Kind, offer.Name,
                   db.Set<Price>().Where(p => p.OfferVersionId == version.Id && p.Kind == PriceKind.Recurring).Select(p => (Money?)p.Amount).FirstOrDefault()))
            .ToDictionaryAsync(o => o.VersionId, ct);
}
