using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Forgets an offer that was never on sale and that nobody has; any other is withdrawn instead.</summary>
public sealed record RemoveOffer(Guid Id);

public sealed class RemoveOfferHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RemoveOffer command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Write) is { } lacking) return lacking;
        var offer = await db.Set<Offer>().Include(o => o.Versions).ThenInclude(v => v.Prices).Include(o => o.Versions).ThenInclude(v => v.Allowances).AsSplitQuery().SingleOrDefaultAsync(o => o.Id == command.Id, ct);
        if (offer is null) return Refusal.NotFound("offer.not_found");
        if (offer.Versions.Exists(v => v.Pinned || (v.State is OfferVersionState.Published or OfferVersionState.Withdrawn && (offer.Source is not null || v.Terms is not null)))) return Refusal.Conflict("offer.in_use");

        foreach (var version in offer.Versions) db.RemoveRange(version.Prices.Cast<object>().Concat(version.Allowances).Append(version));
        db.Remove(offer);
        db.Audit(caller, clock, "offer_removed", "productOffering", offer.Id.ToString(), details: new { offer.Code });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
