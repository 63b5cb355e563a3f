using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Ends what the caller has begun; another's is not found.</summary>
public sealed record EndListening(Guid Id, string Api);

public sealed class EndListeningHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(EndListening command, Caller caller, CancellationToken ct)
    {
        var listener = await db.Set<Listener>().SingleOrDefaultAsync(l => l.Id == command.Id && l.Api == command.Api && l.OwnerId == caller.SubjectId && l.EndedAt == null, ct);
        if (listener is null) return Refusal.NotFound("listener.not_found");

        listener.EndedAt = clock.GetUtcNow().UtcDateTime;
        db.RemoveRange(await db.Set<ListenerEvent>().Where(e => e.ListenerId == listener.Id).ToListAsync(ct));
        db.Audit(caller, clock, "listener_ended", "hub", listener.Id.ToString());
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
