using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Who is at a staff browser, as of now: asked at every request, so that a role taken away is gone at the next.</summary>
public sealed record StaffPresence(Guid StaffId, Guid SessionId, string Name, string DisplayName, DateTime ProvenAt, IReadOnlySet<string> Permissions);

public sealed class FindStaffSession(PortalDbContext db, TimeProvider clock)
{
    /// <returns>Null when the session is half open, ended, idle too long, or its owner disabled.</returns>
    public async Task<StaffPresence?> HandleAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // One statement: a row for each permission, one without where there is none.
        var rows = await (from session in db.Set<StaffSession>()
                          join member in db.Set<StaffMember>() on session.StaffId equals member.Id
                          where session.Id == sessionId && session.EndedAt == null && session.ExpiresAt > now && session.ProvenAt != null && member.DisabledAt == null
                          from permission in db.Set<StaffPost>().Where(p => p.StaffId == member.Id)
                              .Join(db.Set<RolePermission>(), p => p.RoleId, r => r.RoleId, (p, r) => r.Permission).DefaultIfEmpty()
                          select new { session.SeenAt, session.ProvenAt, member.Id, member.Name, member.DisplayName, Permission = (string?)permission }).ToListAsync(ct);
        if (rows.Count == 0 || now - rows[0].SeenAt > StaffSession.Idle) return null;
        var found = rows[0];
        // Written once a minute, not at every request.
        if (now - found.SeenAt > TimeSpan.FromMinutes(1))
            await db.Set<StaffSession>().Where(s => s.Id == sessionId).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct);
        return new StaffPresence(found.Id, sessionId, found.Name, found.DisplayName, found.ProvenAt!.Value, rows.Select(r => r.Permission).OfType<string>().ToFrozenSet(StringComparer.Ordinal));
    }
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
