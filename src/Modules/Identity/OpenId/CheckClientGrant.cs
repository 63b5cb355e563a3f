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
    /// <summary>The session row decides, so that whoever ends a session, by whatever page, has ended its tokens too.</summary>
    public static IQueryable<ClientGrant> LiveGrants(this PortalDbContext db, DateTime now) =>
        db.Set<ClientGrant>().Where(g => g.EndedAt == null
            && db.Set<Session>().Any(s => s.Id == g.SessionId && s.EndedAt == null && s.ExpiresAt > now));
}
