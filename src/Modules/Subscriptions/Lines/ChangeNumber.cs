using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Resources;

namespace Wangting.Subscriptions;

/// <summary>Gives a line another number. The old one rests; sign-in moves to the new one, with a new password to set.</summary>
public sealed record ChangeNumber(Guid LineId, ServiceIdentifier Number);

public sealed class ChangeNumberHandler(PortalDbContext db, NumberHolding numbers, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ChangeNumber command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SubscriptionsPermissions.ManageLines) is { } lacking) return lacking;
        var line = await db.Set<Line>().SingleOrDefaultAsync(l => l.Id == command.LineId, ct);
        if (line is null) return Refusal.NotFound("line.not_found");
        if (line.State != LineState.Active) return Refusal.Conflict("line.wrong_state", ("state", line.State));

        var now = clock.GetUtcNow().UtcDateTime;
        var old = await numbers.EndAsync(line, "number_changed", now, ct);
        var user = line.UserPersonId ?? line.HolderPartyId;
        Guid? subject = (await PartyKinds.PersonsAsync(db, [user], ct)).Contains(user) ? user : null;
        if (await numbers.BeginAsync(line, command.Number, subject, now, ct) is { } refused) return refused;
        if (old is { } left) await NumbersAtRest.RestAsync(db, left, now, ct);
        db.Audit(caller, clock, "number_changed", "product", line.Id.ToString("N"), line.HolderPartyId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
