using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Where the caller is signed in, the present session first.</summary>
public sealed record ListSessions;

/// <param name="Current">The one that asks.</param>
public sealed record SessionLine(Guid Id, string Device, Channel Channel, ProofMethod Method, DateTime StartedAt, DateTime SeenAt, string? Address, bool Current);

public sealed class ListSessionsHandler(PortalDbContext db, TimeProvider clock, IOptions<SignInRules> rules)
{
    public async Task<IReadOnlyList<SessionLine>> HandleAsync(ListSessions query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var seen = now - rules.Value.SessionIdle;
        var rows = await db.Set<Session>().AsNoTracking()
            .Where(s => s.SubjectId == caller.SubjectId && caller.Kind == CallerKind.Person && s.EndedAt == null && s.ExpiresAt > now && s.SeenAt > seen)
            .Join(db.Set<Device>().Where(d => d.RemovedAt == null), s => s.DeviceId, d => d.Id, (s, d) => new { s, d.Name })
            .OrderByDescending(x => x.s.SeenAt).Take(100)
            .Select(x => new SessionLine(x.s.Id, x.Name, x.s.Channel, x.s.Method, x.s.StartedAt, x.s.SeenAt, x.s.Address, x.s.Id == caller.SessionId)).ToListAsync(ct);
        return [.. rows.OrderByDescending(r => r.Current)];
    }
}
