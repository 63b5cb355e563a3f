using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>The monthly fee of each thing in use, as queries of modules to the right may join it: the negotiated price where there
/// is one, else the version's.</summary>
public sealed class MonthlyFeeRow
{
    public Guid AccountId { get; init; }
    public Guid? LineId { get; init; }
    public Guid ProductId { get; init; }
    public required LocalText OfferName { get; init; }
    public Money Amount { get; init; }
}

public static class MonthlyFees
{
    public static IQueryable<MonthlyFeeRow> Of(PortalDbContext db, DateTime now) =>
        from product in db.Set<Product>().Where(p => p.From <= now && (p.To == null || p.To > now))
        join price in MonthlyPrices.Of(db) on product.OfferVersionId equals price.OfferVersionId
        select new MonthlyFeeRow
        {
            AccountId = product.AccountId, LineId = product.LineId, ProductId = product.Id, OfferName = price.OfferName,
            Amount = product.NegotiatedMonthly ?? price.Amount,
        };
}
