using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>A plan that can be had now.</summary>
public sealed record PlanListed(Guid VersionId, string Code, LocalText Name, LocalText? Description, string? TariffNumber, string Area);

/// <summary>Every plan on sale now, none left out: of each the newest version in its area, in the order of their codes.</summary>
public sealed class ListPlansOnSale(PortalDbContext db, TimeProvider clock)
{
    public async Task<IReadOnlyList<PlanListed>> HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var versions = await (from version in db.Set<OfferVersion>().AsNoTracking()
                              where version.State == OfferVersionState.Published && version.OnSaleFrom <= now && (version.OnSaleTo == null || version.OnSaleTo > now)
                              join offer in db.Set<Offer>().Where(o => o.Kind == OfferKind.Plan) on version.OfferId equals offer.Id
                              select new { version.Id, version.Number, offer.Code, offer.Name, version.Description, version.TariffNumber, version.Area }).ToListAsync(ct);
        return [.. versions.GroupBy(v => (v.Code, v.Area)).OrderBy(g => g.Key.Code, StringComparer.Ordinal).ThenBy(g => g.Key.Area, StringComparer.Ordinal).Select(g => g.MaxBy(v => v.Number)!).Select(v => new PlanListed(v.Id, v.Code, v.Name, v.Description, v.TariffNumber, v.Area))];
    }
}
