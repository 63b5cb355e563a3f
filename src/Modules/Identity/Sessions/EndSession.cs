using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Signs one session out, this one or another; it fails at its very next request.</summary>
/// <param name="Forget">Also forget the device, so that it counts as a stranger's again.</param>
public sealed record EndSession(Guid SessionId, bool Forget = false);

/// <summary>A session is over. Whoever built on it (tokens) ends that too.</summary>
public sealed class EndSessionHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(EndSession command, Caller caller, CancellationToken ct)
    {
        var session = await db.Set<Session>().SingleOrDefaultAsync(s => s.Id == command.SessionId && s.SubjectId == caller.SubjectId && s.EndedAt == null && caller.Kind == CallerKind.Person, ct);
        if (session is null) return Refusal.NotFound("session.not_found");
        var now = clock.GetUtcNow().UtcDateTime;
        session.EndedAt = now;
        if (command.Forget && await db.Set<Device>().SingleOrDefaultAsync(d => d.Id == session.DeviceId, ct) is { } device) device.RemovedAt = now;
        db.Audit(caller, clock, session.Id == caller.SessionId ? "signed_out" : "session_ended", "session", session.Id.ToString(), caller.SubjectId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
