using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Something that a customer has, as other systems list it.</summary>
public sealed class ListedProduct : IRow
{
    public Guid Id { get; init; }
    public Guid OfferId { get; init; }
    public required string OfferCode { get; init; }
    public required LocalText OfferName { get; init; }
    /// <summary>TM Forum's word: pendingActive, active or terminated.</summary>
    public required string Status { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; init; }
    public Guid AccountId { get; init; }
    public required string AccountName { get; init; }
    public Guid HolderPartyId { get; init; }
    public PartyKind HolderKind { get; init; }
    public string? HolderName { get; init; }
    public Guid? LineId { get; init; }
    /// <summary>What the service is known by now.</summary>
    public string? Identifier { get; init; }
    /// <summary>A month, in minor units.</summary>
    public long Monthly { get; init; }
    public IReadOnlyList<ListedCharacteristic> Characteristics { get; set; } = [];
}

/// <summary>A name and value of a product.</summary>
public sealed class ListedCharacteristic
{
    public Guid ProductId { get; init; }
    public required string Name { get; init; }
    public required string Value { get; init; }
}

/// <summary>Products that a caller may see: a person those of accounts and lines they have the right to see bills of; other
/// systems with the permission, all.</summary>
public static class ListedProducts
{
    public const string ServiceNumber = "serviceNumber", OfferCode = "offerCode";

    public static IQueryable<ListedProduct> Of(PortalDbContext db, Caller caller, DateTime now) =>
        from product in Seen(db, caller, now)
        join account in AccountRows.Of(db) on product.AccountId equals account.Id
        join holder in PartyNames.Of(db) on account.HolderPartyId equals holder.Id
        join offer in OfferNames.Of(db) on product.OfferVersionId equals offer.VersionId
        select new ListedProduct
        {
            Id = product.Id, OfferId = offer.OfferId, OfferCode = offer.Code, OfferName = offer.Name, From = product.From, To = product.To,
            Status = product.To != null && product.To <= now ? "terminated" : product.From > now ? "pendingActive" : "active",
            AccountId = account.Id, AccountName = account.Name ?? account.Number, HolderPartyId = holder.Id, HolderKind = holder.Kind, HolderName = holder.Name, LineId = product.LineId,
            Identifier = db.Set<Tenure>().Where(t => t.LineId == product.LineId && t.To == null).Select(t => t.Value).FirstOrDefault(),
            Monthly = (long?)(object?)product.NegotiatedMonthly ?? (offer.Monthly ?? 0),
        };

    /// <summary>What a product is told apart by: its offer's code, and the number of its service.</summary>
    public static IQueryable<ListedCharacteristic> Characteristics(PortalDbContext db) =>
        db.Set<Product>().Join(OfferNames.Of(db), p => p.OfferVersionId, o => o.VersionId, (p, o) => new ListedCharacteristic { ProductId = p.Id, Name = OfferCode, Value = o.Code })
            .Concat(db.Set<Product>().Join(db.Set<Tenure>().Where(t => t.To == null), p => p.LineId, t => (Guid?)t.LineId, (p, t) => new ListedCharacteristic { ProductId = p.Id, Name = ServiceNumber, Value = t.Value }));

    public static void Complete(IReadOnlyList<ListedProduct> rows)
    {
        foreach (var row in rows)
        {
            var code = new ListedCharacteristic { ProductId = row.Id, Name = OfferCode, Value = row.OfferCode };
            row.Characteristics = row.Identifier is { } number ? [code, new ListedCharacteristic { ProductId = row.Id, Name = ServiceNumber, Value = number }] : [code];
        }
    }

    static IQueryable<Product> Seen(PortalDbContext db, Caller caller, DateTime now)
    {
        var products = db.Set<Product>().AsNoTracking();
        if (caller.Can(SubscriptionsPermissions.ReadInventory)) return products;
        var accounts = Granted.Accounts(db, caller, Right.SeeBill, now);
        var lines = Granted.Lines(db, caller, Right.SeeBill, now);
        return products.Where(p => accounts.Contains(p.AccountId) || (p.LineId != null && lines.Contains(p.LineId.Value)));
    }
}
