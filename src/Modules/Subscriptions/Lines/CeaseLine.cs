using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Resources;

namespace Wangting.Subscriptions;

/// <summary>Why a line ends for good.</summary>
public enum CeaseReason { Ceased, PortedOut }

/// <summary>Ends a line: its number rests (or leaves with a port-out), and sign-in, bindings, grants and queued notices end
/// with it. Bills stay with who held it.</summary>
public sealed record CeaseLine(Guid LineId, CeaseReason Reason);

public sealed class CeaseLineHandler(PortalDbContext db, NumberHolding numbers, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(CeaseLine command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SubscriptionsPermissions.ManageLines) is { } lacking) return lacking;
        var line = await db.Set<Line>().SingleOrDefaultAsync(l => l.Id == command.LineId, ct);
        if (line is null) return Refusal.NotFound("line.not_found");
        if (line.Move(LineState.Ceased) is { } wrong) return wrong;

        var now = clock.GetUtcNow().UtcDateTime;
        line.To = now;
        foreach (var product in await db.Set<Product>().Where(p => p.LineId == line.Id && p.To == null).ToListAsync(ct)) product.To = now;
        var number = await numbers.EndAsync(line, command.Reason == CeaseReason.PortedOut ? "ported_out" : "ceased", now, ct);
        if (number is { } held && command.Reason == CeaseReason.Ceased) await NumbersAtRest.RestAsync(db, held, now, ct);
        await EndGrants.OnLineAsync(db, line.Id, now, ct);
        db.Audit(caller, clock, "line_ceased", "product", line.Id.ToString("N"), line.HolderPartyId, details: new { command.Reason });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
