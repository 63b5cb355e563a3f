using Microsoft.EntityFrameworkCore;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Notes that a line has a new SIM: who holds it may not be who held the last, so for a set time a code to it does
/// not open what is sensitive.</summary>
public sealed record ReplaceSim(Guid LineId);

public sealed class ReplaceSimHandler(PortalDbContext db, RecordSimChangeHandler sims, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ReplaceSim command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SubscriptionsPermissions.ManageLines) is { } lacking) return lacking;
        var held = await (from line in db.Set<Line>()
                          join tenure in db.Set<Tenure>() on line.Id equals tenure.LineId
                          where line.Id == command.LineId && line.State == LineState.Active && tenure.To == null
                          select new { tenure.Id, line.HolderPartyId }).SingleOrDefaultAsync(ct);
        if (held is null) return Refusal.NotFound("line.not_found");
        if ((await sims.HandleAsync(new RecordSimChange(held.Id, clock.GetUtcNow().UtcDateTime), ct)).IsRefused(out var refused, out _)) return refused;
        db.Audit(caller, clock, "sim_replaced", "product", command.LineId.ToString("N"), held.HolderPartyId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
