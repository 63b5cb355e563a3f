using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Takes a version off sale and puts the one before it back on. Who took it in the meantime keeps it.</summary>
/// <param name="Number">Without one, the newest that is on sale or is to be.</param>
public sealed record RollBack(string Code, int? Number = null);

/// <param name="Back">The version that is on sale again.</param>
public sealed record RolledBack(string Code, int Number, int Back);

public sealed class RollBackHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<RolledBack>> HandleAsync(RollBack command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Publish) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var offer = await db.Set<Offer>().Include(o => o.Versions).SingleOrDefaultAsync(o => o.Code == command.Code, ct);
        if (offer is null) return Refusal.NotFound("offer.not_found");
        var version = command.Number is { } number ? offer.Versions.Find(v => v.Number == number) : offer.Versions.Where(v => v.State == OfferVersionState.Published).MaxBy(v => v.Number);
        if (version is null) return Refusal.NotFound("version.not_found");

        var before = Selling.Before(offer, version);
        if (Selling.RollBack(offer, version, now) is { } why) return why;
        offer.UpdatedAt = now;
        db.Audit(caller, clock, "offer_rolled_back", "productOffering", offer.Id.ToString(), details: new { offer.Code, version.Number, back = before!.Number });
        await db.SaveChangesAsync(ct);
        return new RolledBack(offer.Code, version.Number, before.Number);
    }
}
