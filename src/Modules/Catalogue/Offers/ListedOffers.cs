using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>An offer at the version that stands for it, as other systems list it.</summary>
public sealed class ListedOffer : IRow
{
    public Guid Id { get; init; }
    public Guid VersionId { get; init; }
    public required string Code { get; init; }
    public OfferKind Kind { get; init; }
    public required LocalText Name { get; init; }
    public LocalText? Description { get; init; }
    public int Number { get; init; }
    public OfferVersionState State { get; init; }
    public string? TariffNumber { get; init; }
    public DateTime OnSaleFrom { get; init; }
    public DateTime? OnSaleTo { get; init; }
    public DateTime UpdatedAt { get; init; }
    public IReadOnlyList<ListedPrice> Prices { get; set; } = [];
}

/// <summary>A price as other systems list it.</summary>
public sealed class ListedPrice : IRow
{
    public Guid Id { get; init; }
    /// <summary>Of the offer on whose version it is; none for one on no offer yet.</summary>
    public Guid? OfferId { get; init; }
    public LocalText? OfferName { get; init; }
    public LocalText? Name { get; init; }
    public PriceKind Kind { get; init; }
    public Money Amount { get; init; }
    public UnitPrice UnitPrice { get; init; }
    /// <summary>For prices of use: so many seconds, messages or kilobytes cost <see cref="UnitPrice"/>.</summary>
    public long BlockSize { get; init; }
    public UsageKind? Usage { get; init; }
    public OfferVersionState State { get; init; }
    public DateTime UpdatedAt { get; init; }
}

/// <summary>Offers that a caller may see: what is on sale is for everybody, the rest for who has the permission.</summary>
public static class ListedOffers
{
    public static IQueryable<ListedOffer> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var all = SeesAll(caller);
        return from version in Shown(db, now)
               where all || version.State == OfferVersionState.Published
               join offer in db.Set<Offer>() on version.OfferId equals offer.Id
               select new ListedOffer
               {
                   Id = offer.Id, VersionId = version.Id, Code = offer.Code, Kind = offer.Kind, Name = offer.Name, Description = version.Description, Number = version.Number, State = version.State,
                   TariffNumber = version.TariffNumber, OnSaleFrom = version.OnSaleFrom, OnSaleTo = version.OnSaleTo, UpdatedAt = offer.UpdatedAt ?? version.OnSaleFrom,
               };
    }

    /// <summary>Of each offer the version that stands for it: the newest on sale, else the newest that is to be, else the newest
    /// (<see cref="Selling.Shown"/>, as a query).</summary>
    static IQueryable<OfferVersion> Shown(PortalDbContext db, DateTime now) => db.Set<OfferVersion>().AsNoTracking().Where(version => !db.Set<OfferVersion>().Any(v => v.OfferId == version.OfferId
        && ((v.State != OfferVersionState.Published ? 0 : v.OnSaleFrom > now ? 1 : 2) > (version.State != OfferVersionState.Published ? 0 : version.OnSaleFrom > now ? 1 : 2)
            || ((v.State != OfferVersionState.Published ? 0 : v.OnSaleFrom > now ? 1 : 2) == (version.State != OfferVersionState.Published ? 0 : version.OnSaleFrom > now ? 1 : 2) && v.Number > version.Number))));

    // A program of a customer's reads the catalogue as its customer does.
    static bool SeesAll(Caller caller) => !caller.IsPerson && caller.Can(CataloguePermissions.Read);

    /// <summary>Prices of the versions shown, and those that are on no offer.</summary>
    public static IQueryable<ListedPrice> Prices(PortalDbContext db, Caller caller, DateTime now)
    {
        var all = SeesAll(caller);
        return from price in db.Set<Price>().AsNoTracking()
               join version in Shown(db, now) on price.OfferVersionId equals (Guid?)version.Id into versions
               from version in versions.DefaultIfEmpty()
               join offer in db.Set<Offer>() on version.OfferId equals offer.Id into offers
               from offer in offers.DefaultIfEmpty()
               where price.OfferVersionId == null ? all : version != null && (all || version.State == OfferVersionState.Published)
               select new ListedPrice
               {
                   Id = price.Id, OfferId = offer == null ? null : offer.Id, OfferName = offer == null ? null : offer.Name, Name = price.Name, Kind = price.Kind, Amount = price.Amount, UnitPrice = price.UnitPrice, BlockSize = price.BlockSize, Usage = price.Usage,
                   State = version == null ? OfferVersionState.Draft : version.State, UpdatedAt = price.UpdatedAt ?? (version == null ? DateTime.UnixEpoch : version.OnSaleFrom),
               };
    }

    public static async Task CompleteAsync(PortalDbContext db, Caller caller, DateTime now, IReadOnlyList<ListedOffer> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => (Guid?)r.Id).ToArray();
        var prices = (await Prices(db, caller, now).Where(p => ids.Contains(p.OfferId)).OrderBy(p => p.Id).ToListAsync(ct)).ToLookup(p => p.OfferId);
        foreach (var row in rows) row.Prices = [.. prices[row.Id]];
    }
}
