using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Signs out everywhere, this browser included, and forgets every device.</summary>
public sealed record EndAllSessions;

public sealed class EndAllSessionsHandler(PortalDbContext db, TimeProvider clock)
{
    /// <returns>How many sessions ended.</returns>
    public async Task<Outcome<int>> HandleAsync(EndAllSessions command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotAllowed("sign_in.first");
        var now = clock.GetUtcNow().UtcDateTime;
        var sessions = await db.Set<Session>().Where(s => s.SubjectId == caller.SubjectId && s.EndedAt == null).ToListAsync(ct);
        foreach (var session in sessions) session.EndedAt = now;
        foreach (var device in await db.Set<Device>().Where(d => d.SubjectId == caller.SubjectId && d.RemovedAt == null).ToListAsync(ct)) device.RemovedAt = now;
        db.Audit(caller, clock, "signed_out_everywhere", "person", caller.SubjectId.ToString(), caller.SubjectId, details: new { sessions.Count });
        await db.SaveChangesAsync(ct);
        return sessions.Count;
    }
}
