using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Whether a grant still holds: not ended, and its session still open. Asked before an access token is believed.</summary>
public sealed class CheckClientGrant(PortalDbContext db, TimeProvider clock)
{
    public Task<bool> HandleAsync(Guid grantId, CancellationToken ct) =>
        db.LiveGrants(clock.GetUtcNow().UtcDateTime).AnyAsync(g => g.Id == grantId, ct);
}

internal static class LiveClientGrants
{
    /// <summary>The session row decides, and what it stands on: whoever ends a session, forgets a device, ends a tenure or
    /// closes a subject, by whatever page, has ended the tokens too. (Not its idle time: a refresh is being used.)</summary>
    public static IQueryable<ClientGrant> LiveGrants(this PortalDbContext db, DateTime now) =>
        db.Set<ClientGrant>().Where(g => g.EndedAt == null && db.Set<Session>().Any(s => s.Id == g.SessionId && s.EndedAt == null && s.ExpiresAt > now
            && db.Set<Subject>().Any(p => p.Id == s.SubjectId && p.ClosedAt == null)
            && db.Set<Device>().Any(d => d.Id == s.DeviceId && d.RemovedAt == null)
            && (s.TenureId == null || db.Set<NumberHandle>().Any(h => h.Id == s.TenureId && (h.Until == null || h.Until > now)))));
}
