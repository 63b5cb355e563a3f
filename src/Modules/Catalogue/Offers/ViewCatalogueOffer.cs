using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

public sealed record ViewCatalogueOffer(string Code);

/// <param name="Ends">The version whose sale would end if this one were put on sale.</param>
/// <param name="Back">The version that would come back if this one were rolled back.</param>
public sealed record VersionView(CatalogueVersion Version, LocalText? Description, OfferTerms Terms, int? Ends, int? Back);

/// <param name="Versions">The newest first.</param>
/// <param name="Names">Of the offers that rules name, by code.</param>
/// <param name="Zones">Names of zones, by code.</param>
public sealed record CatalogueOfferView(Guid Id, string Code, OfferKind Kind, LocalText Name, string? FromSystem, IReadOnlyList<VersionView> Versions, IReadOnlyDictionary<string, LocalText> Names, IReadOnlyDictionary<string, LocalText> Zones);

/// <summary>One offer with all that its versions cost and ask for.</summary>
public sealed class ViewCatalogueOfferHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<CatalogueOfferView>> HandleAsync(ViewCatalogueOffer query, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Read) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var offer = await db.Set<Offer>().AsNoTracking().Include(o => o.Versions).ThenInclude(v => v.Prices).Include(o => o.Versions).ThenInclude(v => v.Allowances).AsSplitQuery().SingleOrDefaultAsync(o => o.Code == query.Code, ct);
        if (offer is null) return Refusal.NotFound("offer.not_found");

        var versions = offer.Versions.OrderByDescending(v => v.Number).Select(v => new VersionView(
            new CatalogueVersion(v.Id, v.Number, v.State, v.OnSaleFrom, v.OnSaleTo, v.Area, v.TariffNumber, v.Terms is not null, v.IsOnSale(now)),
            v.Description, v.Terms ?? SimpleTerms.Of(v), Selling.Meeting(offer, v).Select(o => (int?)o.Number).Max(), Selling.Before(offer, v)?.Number)).ToArray();
        var named = versions.SelectMany(v => v.Terms.Rules.Requires.SelectMany(r => r).Concat(v.Terms.Rules.Excludes)).Distinct(StringComparer.Ordinal).ToArray();
        var names = await db.Set<Offer>().AsNoTracking().Where(o => named.Contains(o.Code)).Select(o => new { o.Code, o.Name }).ToDictionaryAsync(o => o.Code, o => o.Name, StringComparer.Ordinal, ct);
        var zones = await db.Set<Zone>().AsNoTracking().Where(z => z.Name != null).Select(z => new { z.Code, z.Name }).ToDictionaryAsync(z => z.Code, z => z.Name!, StringComparer.Ordinal, ct);
        return new CatalogueOfferView(offer.Id, offer.Code, offer.Kind, offer.Name, offer.Source?.System, versions, names, zones);
    }
}
