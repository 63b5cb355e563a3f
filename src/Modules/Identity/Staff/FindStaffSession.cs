using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Who is at a staff browser, as of now: asked at every request, so that a role taken away is gone at the next.</summary>
/// <param name="Bounds">As <see cref="Caller.Bounds"/>.</param>
public sealed record StaffPresence(Guid StaffId, Guid SessionId, string Name, string DisplayName, DateTime ProvenAt, IReadOnlySet<string> Permissions, IReadOnlyDictionary<string, IReadOnlyList<string>> Bounds);

public sealed class FindStaffSession(PortalDbContext db, TimeProvider clock, IEnumerable<Permission> known)
{
    /// <returns>Null when the session is half open, ended, idle too long, or its owner disabled.</returns>
    public async Task<StaffPresence?> HandleAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // One statement: a row for each permission, one without where there is none.
        var rows = await (from session in db.Set<StaffSession>()
                          join member in db.Set<StaffMember>() on session.StaffId equals member.Id
                          where session.Id == sessionId && session.EndedAt == null && session.ExpiresAt > now && session.ProvenAt != null && member.DisabledAt == null
                          from held in db.Set<StaffPost>().Where(p => p.StaffId == member.Id)
                              .Join(db.Set<RolePermission>(), p => p.RoleId, r => r.RoleId, (p, r) => new { r.Permission, p.Area }).DefaultIfEmpty()
                          select new { session.SeenAt, session.ProvenAt, member.Id, member.Name, member.DisplayName, Permission = (string?)held!.Permission, held.Area }).ToListAsync(ct);
        if (rows.Count == 0 || now - rows[0].SeenAt > StaffSession.Idle) return null;
        var found = rows[0];
        // Written once a minute, not at every request.
        if (now - found.SeenAt > TimeSpan.FromMinutes(1))
            await db.Set<StaffSession>().Where(s => s.Id == sessionId).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct);
        return new StaffPresence(found.Id, sessionId, found.Name, found.DisplayName, found.ProvenAt!.Value, Held(), Bounds());

        FrozenSet<string> Held() => rows.Where(r => r.Permission is not null && (r.Area is null || ByArea(r.Permission))).Select(r => r.Permission!).ToFrozenSet(StringComparer.Ordinal);

        // Held somewhere as a whole, a permission has no bounds, whatever other posts say.
        FrozenDictionary<string, IReadOnlyList<string>> Bounds() => rows.Where(r => r.Permission is not null && ByArea(r.Permission)).GroupBy(r => r.Permission!, StringComparer.Ordinal)
            .Where(g => g.All(r => r.Area is not null)).ToFrozenDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g.Select(r => r.Area!).Distinct(StringComparer.Ordinal)], StringComparer.Ordinal);
    }

    bool ByArea(string permission) => known.Any(k => k.ByArea && k.Name == permission);
}

/// <summary>Signs a member of staff out here.</summary>
public sealed class EndStaffSession(PortalDbContext db, TimeProvider clock)
{
    public async Task HandleAsync(Guid sessionId, Caller caller, CancellationToken ct)
    {
        var session = await db.Set<StaffSession>().SingleOrDefaultAsync(s => s.Id == sessionId && s.EndedAt == null, ct);
        if (session is null) return;
        session.EndedAt = clock.GetUtcNow().UtcDateTime;
        db.Audit(caller with { Kind = CallerKind.Staff, SubjectId = session.StaffId }, clock, "staff_signed_out", "staff", session.StaffId.ToString());
        await db.SaveChangesAsync(ct);
    }
}
