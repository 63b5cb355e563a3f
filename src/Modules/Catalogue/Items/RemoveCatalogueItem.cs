using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

public sealed record RemoveCatalogueItem(Guid Id, CatalogueItemKind Kind);

public sealed class RemoveCatalogueItemHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RemoveCatalogueItem command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Write) is { } lacking) return lacking;
        var item = await db.Set<CatalogueItem>().SingleOrDefaultAsync(i => i.Id == command.Id && i.Kind == command.Kind, ct);
        if (item is null) return Refusal.NotFound("catalogue_item.not_found");
        if (item.Of is not null) return Refusal.Conflict("catalogue_item.ours"); // our own offers lie in it

        db.Remove(item);
        db.Audit(caller, clock, "catalogue_item_removed", "catalogueItem", item.Id.ToString(), details: new { item.Kind, item.Name });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
