using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>An offer version as queries of modules to the right may join it.</summary>
public sealed class OfferNameRow
{
    public Guid VersionId { get; init; }
    public Guid OfferId { get; init; }
    public required string Code { get; init; }
    public OfferKind Kind { get; init; }
    public required LocalText Name { get; init; }
    /// <summary>What it costs a month, in minor units.</summary>
    public long? Monthly { get; init; }
}

public static class OfferNames
{
    public static IQueryable<OfferNameRow> Of(PortalDbContext db) =>
        from version in db.Set<OfferVersion>()
        join offer in db.Set<Offer>() on version.OfferId equals offer.Id
        select new OfferNameRow
        {
            VersionId = version.Id, OfferId = offer.Id, Code = offer.Code, Kind = offer.Kind, Name = offer.Name,
            Monthly = db.Set<Price>().Where(p => p.OfferVersionId == version.Id && p.Kind == PriceKind.Recurring).Sum(p => (long?)(object)p.Amount),
        };
}
