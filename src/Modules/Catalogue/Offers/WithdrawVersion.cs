using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Takes a version off sale. Who has it keeps it.</summary>
public sealed record WithdrawVersion(string Code, int Number);

public sealed class WithdrawVersionHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(WithdrawVersion command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CataloguePermissions.Publish) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var offer = await db.Set<Offer>().Include(o => o.Versions).SingleOrDefaultAsync(o => o.Code == command.Code, ct);
        if (offer is null) return Refusal.NotFound("offer.not_found");
        if (offer.Versions.Find(v => v.Number == command.Number) is not { } version) return Refusal.NotFound("version.not_found");

        if (Selling.Withdraw(offer, version, now) is { } why) return why;
        offer.UpdatedAt = now;
        db.Audit(caller, clock, "offer_withdrawn", "productOffering", offer.Id.ToString(), details: new { offer.Code, version.Number });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
