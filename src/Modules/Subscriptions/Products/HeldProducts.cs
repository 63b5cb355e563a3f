using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>A product as billing needs it: what it is, whose, at which version and price, from when to when.</summary>
public sealed class HeldProductRow
{
    public Guid ProductId { get; init; }
    public Guid AccountId { get; init; }
    public Guid? LineId { get; init; }
    public Guid OfferVersionId { get; init; }
    public OfferKind Kind { get; init; }
    public Money? NegotiatedMonthly { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; init; }
}

/// <summary>A line that uses another line's product.</summary>
public sealed class SharedProductRow
{
    public Guid ProductId { get; init; }
    public Guid LineId { get; init; }
    /// <summary>Who pays for that line.</summary>
    public Guid AccountId { get; init; }
    /// <summary>Who pays for the product.</summary>
    public Guid OwnerAccountId { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; init; }
}

/// <summary>A stretch of time in which a line could do nothing at all.</summary>
public sealed class RestedRow
{
    public Guid LineId { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; init; }
}

/// <summary>What a line was known by, from when to when.</summary>
public sealed class KnownByRow
{
    public Guid LineId { get; init; }
    public required string Value { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; init; }
}

/// <summary>Products, what is shared of them and when they rested, as queries of modules to the right may join them.</summary>
public static class HeldProducts
{
    public static IQueryable<HeldProductRow> Of(PortalDbContext db) =>
        from product in db.Set<Product>()
        join offer in OfferNames.Of(db) on product.OfferVersionId equals offer.VersionId
        select new HeldProductRow
        {
            ProductId = product.Id, AccountId = product.AccountId, LineId = product.LineId, OfferVersionId = product.OfferVersionId, Kind = offer.Kind,
            NegotiatedMonthly = product.NegotiatedMonthly, From = product.From, To = product.To,
        };

    public static IQueryable<SharedProductRow> Shared(PortalDbContext db) =>
        from share in db.Set<ProductShare>()
        join product in db.Set<Product>() on share.ProductId equals product.Id
        join line in db.Set<Line>() on share.LineId equals line.Id
        select new SharedProductRow { ProductId = share.ProductId, LineId = share.LineId, AccountId = line.AccountId, OwnerAccountId = product.AccountId, From = share.From, To = share.To };

    public static IQueryable<RestedRow> Rested(PortalDbContext db) =>
        db.Set<Restriction>().Where(r => r.Scope == RestrictionScope.All).Select(r => new RestedRow { LineId = r.LineId, From = r.From, To = r.To });

    public static IQueryable<KnownByRow> KnownBy(PortalDbContext db) =>
        db.Set<Tenure>().Select(t => new KnownByRow { LineId = t.LineId, Value = t.Value, From = t.From, To = t.To });
}
