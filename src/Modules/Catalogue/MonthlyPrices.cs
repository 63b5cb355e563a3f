using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>What a version costs a month, as queries of modules to the right may join it.</summary>
public sealed class MonthlyPriceRow
{
    public Guid OfferVersionId { get; init; }
    public Money Amount { get; init; }
    public required LocalText OfferName { get; init; }
}

public static class MonthlyPrices
{
    public static IQueryable<MonthlyPriceRow> Of(PortalDbContext db) =>
        from price in db.Set<Price>().Where(p => p.Kind == PriceKind.Recurring)
        join version in db.Set<OfferVersion>() on price.OfferVersionId equals (Guid?)version.Id
        join offer in db.Set<Offer>() on version.OfferId equals offer.Id
        select new MonthlyPriceRow { OfferVersionId = version.Id, Amount = price.Amount, OfferName = offer.Name };
}
