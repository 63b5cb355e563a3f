using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Puts everything on sale that waits for it, or what waits of some offers. All of it, or nothing.</summary>
public sealed record PublishWaiting(IReadOnlyCollection<string>? Codes = null);

public sealed class PublishWaitingHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<IReadOnlyList<VersionPublished>>> HandleAsync(PublishWaiting command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Publish) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var codes = command.Codes?.ToArray();
        // Everything means what came as files: what another system keeps here it puts on sale itself.
        var offers = await db.Set<Offer>().Where(o => codes == null ? o.Versions.Any(v => v.Terms != null && (v.State == OfferVersionState.Draft || v.State == OfferVersionState.Preview)) : codes.Contains(o.Code))
            .Include(o => o.Versions).ToListAsync(ct);
        if (codes?.FirstOrDefault(c => !offers.Exists(o => o.Code == c)) is { } unknown) return Refusal.NotFound("offer.not_here") with { Details = new Dictionary<string, object?>(StringComparer.Ordinal) { ["offer"] = unknown } };

        var published = new List<VersionPublished>();
        foreach (var offer in offers.OrderBy(o => o.Code, StringComparer.Ordinal))
            foreach (var version in offer.Versions.Where(v => v.State is OfferVersionState.Draft or OfferVersionState.Preview && (codes is not null || v.Terms is not null)).OrderBy(v => v.Number))
            {
                var ended = Selling.Meeting(offer, version).Select(v => (int?)v.Number).Max();
                if (Selling.Publish(offer, version, now) is { } why) return why;
                offer.UpdatedAt = now;
                db.Audit(caller, clock, "offer_published", "productOffering", offer.Id.ToString(), details: new { offer.Code, version.Number, version.OnSaleFrom });
                published.Add(new VersionPublished(offer.Code, version.Number, version.OnSaleFrom, ended));
            }
        await db.SaveChangesAsync(ct);
        return published;
    }
}
