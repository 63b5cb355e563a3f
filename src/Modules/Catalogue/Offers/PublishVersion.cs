using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Puts a version on sale from its day on, or shows it to staff first.</summary>
/// <param name="Number">Without one, the newest that is not on sale yet.</param>
/// <param name="Preview">Staff see it and can try it; nobody can take it.</param>
public sealed record PublishVersion(string Code, int? Number = null, bool Preview = false);

/// <param name="Ended">The version whose sale ends by it.</param>
public sealed record VersionPublished(string Code, int Number, DateTime OnSaleFrom, int? Ended);

public sealed class PublishVersionHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<VersionPublished>> HandleAsync(PublishVersion command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Publish) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var offer = await db.Set<Offer>().Include(o => o.Versions).SingleOrDefaultAsync(o => o.Code == command.Code, ct);
        if (offer is null) return Refusal.NotFound("offer.not_found");
        var version = command.Number is { } number ? offer.Versions.Find(v => v.Number == number) : offer.Versions.Where(v => v.State is OfferVersionState.Draft or OfferVersionState.Preview).MaxBy(v => v.Number);
        if (version is null) return command.Number is null ? Refusal.Conflict("version.none_waits", ("offer", offer.Code)) : Refusal.NotFound("version.not_found");

        var ended = Selling.Meeting(offer, version).Select(v => (int?)v.Number).Max();
        if (command.Preview && version.IsFixed()) return Refusal.Conflict("version.past_preview", Selling.Named(offer, version));
        if (command.Preview) version.State = OfferVersionState.Preview;
        else if (Selling.Publish(offer, version, now) is { } why) return why;
        offer.UpdatedAt = now;
        db.Audit(caller, clock, command.Preview ? "offer_previewed" : "offer_published", "productOffering", offer.Id.ToString(), details: new { offer.Code, version.Number, version.OnSaleFrom });
        await db.SaveChangesAsync(ct);
        return new VersionPublished(offer.Code, version.Number, version.OnSaleFrom, command.Preview ? null : ended);
    }
}
