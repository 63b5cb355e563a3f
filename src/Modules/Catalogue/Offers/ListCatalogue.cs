using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <param name="Monthly">What a full month costs; null where nothing does every month.</param>
/// <param name="HasTerms">What it costs came as a file; else as single prices.</param>
/// <param name="IsOnSale">Now; one that is published for a later day is not yet.</param>
public sealed record CatalogueVersion(Guid Id, int Number, OfferVersionState State, DateTime OnSaleFrom, DateTime? OnSaleTo, string Area, string? TariffNumber, bool HasTerms, bool IsOnSale, Money? Monthly = null);

/// <param name="Versions">The newest first.</param>
public sealed record CatalogueOffer(Guid Id, string Code, OfferKind Kind, LocalText Name, IReadOnlyList<CatalogueVersion> Versions);

/// <summary>Every offer with its versions, whatever their state: for staff and the command line.</summary>
public sealed class ListCatalogueHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<IReadOnlyList<CatalogueOffer>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Read) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var offers = await db.Set<Offer>().AsNoTracking().Select(o => new { o.Id, o.Code, o.Kind, o.Name }).ToListAsync(ct);
        var versions = (await db.Set<OfferVersion>().AsNoTracking().Select(v => new { v.Id, v.OfferId, v.Number, v.State, v.OnSaleFrom, v.OnSaleTo, v.Area, v.TariffNumber, HasTerms = v.Terms != null, Monthly = db.Set<Price>().Where(p => p.OfferVersionId == v.Id && p.Kind == PriceKind.Recurring).Sum(p => (long?)(object)p.Amount) }).ToListAsync(ct)).ToLookup(v => v.OfferId);
        CatalogueOffer[] all =
        [
            .. offers.OrderBy(o => o.Kind).ThenBy(o => versions[o.Id].Max(v => v.Monthly)).ThenBy(o => o.Code, StringComparer.Ordinal).Select(o => new CatalogueOffer(o.Id, o.Code, o.Kind, o.Name,
                [.. versions[o.Id].OrderByDescending(v => v.Number).Select(v => new CatalogueVersion(v.Id, v.Number, v.State, v.OnSaleFrom, v.OnSaleTo, v.Area, v.TariffNumber, v.HasTerms,
                    v.State == OfferVersionState.Published && v.OnSaleFrom <= now && (v.OnSaleTo == null || v.OnSaleTo > now), v.Monthly is { } monthly and not 0 ? new Money(monthly) : null))])),
        ];
        return all;
    }
}
