using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>What a product costs a month and from when to when it is had, as queries of modules to the right may join it.</summary>
public sealed class RecurringFeeRow
{
    public Guid ProductId { get; init; }
    public Guid AccountId { get; init; }
    public Guid? LineId { get; init; }
    /// <summary>What the service is known by now.</summary>
    public string? Identifier { get; init; }
    public required LocalText OfferName { get; init; }
    public bool IsPlan { get; init; }
    public long Minor { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; init; }
}

public static class RecurringFees
{
    public static IQueryable<RecurringFeeRow> Of(PortalDbContext db) =>
        from product in db.Set<Product>()
        join offer in OfferNames.Of(db) on product.OfferVersionId equals offer.VersionId
        select new RecurringFeeRow
        {
            ProductId = product.Id, AccountId = product.AccountId, LineId = product.LineId, OfferName = offer.Name, IsPlan = offer.Kind == OfferKind.Plan,
            Identifier = db.Set<Tenure>().Where(t => t.LineId == product.LineId && t.To == null).Select(t => t.Value).FirstOrDefault(),
            Minor = (long?)(object?)product.NegotiatedMonthly ?? (offer.Monthly ?? 0), From = product.From, To = product.To,
        };
}
