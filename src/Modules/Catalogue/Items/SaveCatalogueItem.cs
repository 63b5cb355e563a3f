using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

public sealed record SaveCatalogueItem(Guid Id, CatalogueItemKind Kind, bool IsNew, Given<string> Name, Given<string> Description, Given<string> Status);

public sealed class SaveCatalogueItemHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SaveCatalogueItem command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Write) is { } lacking) return lacking;
        if (command.Name.Value?.Length > 200 || command.Status.Value?.Length > 40) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.Description.Value?.Length > 2000) return Refusal.Invalid("record.too_long", "description", ("most", 2000));
        var item = command.IsNew ? null : await db.Set<CatalogueItem>().SingleOrDefaultAsync(i => i.Id == command.Id && i.Kind == command.Kind, ct);
        if (item is null && !command.IsNew) return Refusal.NotFound("catalogue_item.not_found");

        if (item is null) db.Add(item = new CatalogueItem { Id = command.Id, Kind = command.Kind, Name = "", Status = "In design" });
        (item.Name, item.Description, item.Status) = (command.Name.Or(item.Name) ?? item.Name, command.Description.Or(item.Description), command.Status.Or(item.Status) ?? item.Status);
        item.UpdatedAt = clock.GetUtcNow().UtcDateTime;
        db.Audit(caller, clock, "catalogue_item_saved", "catalogueItem", item.Id.ToString(), details: new { item.Kind, item.Name });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
