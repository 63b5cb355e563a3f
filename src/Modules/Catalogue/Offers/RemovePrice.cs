using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Forgets a price that is on no offer.</summary>
public sealed record RemovePrice(Guid Id);

public sealed class RemovePriceHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RemovePrice command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Write) is { } lacking) return lacking;
        var price = await db.Set<Price>().SingleOrDefaultAsync(p => p.Id == command.Id, ct);
        if (price is null) return Refusal.NotFound("price.not_found");
        if (price.OfferVersionId is not null) return Refusal.Conflict("price.on_an_offer");

        db.Remove(price);
        db.Audit(caller, clock, "price_removed", "productOfferingPrice", price.Id.ToString());
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
