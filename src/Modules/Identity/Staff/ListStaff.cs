using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

public sealed record StaffLine(Guid Id, string Name, string DisplayName, IReadOnlyList<string> Roles, DateTime? EnrolledAt, DateTime? LockedUntil, DateTime? DisabledAt, DateTime? LastSeenAt, string? Area);

public sealed class ListStaff(PortalDbContext db)
{
    public async Task<Outcome<IReadOnlyList<StaffLine>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageStaff) is { } lacking) return lacking;
        return await db.Set<StaffMember>().OrderBy(s => s.NameKey).Select(s => new StaffLine(s.Id, s.Name, s.DisplayName,
            db.Set<StaffPost>().Where(p => p.StaffId == s.Id).Join(db.Set<StaffRole>(), p => p.RoleId, r => r.Id, (p, r) => r.Name).OrderBy(n => n).ToList(),
            s.EnrolledAt, s.LockedUntil, s.DisabledAt, db.Set<StaffSession>().Where(x => x.StaffId == s.Id).Max(x => (DateTime?)x.SeenAt),
            db.Set<StaffPost>().Where(p => p.StaffId == s.Id).Select(p => p.Area).FirstOrDefault())).ToListAsync(ct);
    }
}

public sealed record RoleLine(Guid Id, string Name, LocalText Title, IReadOnlyList<string> Permissions, int Holders);

/// <summary>Roles and what they allow; whoever manages staff or roles sees them.</summary>
public sealed class ListRoles(PortalDbContext db)
{
    public async Task<Outcome<IReadOnlyList<RoleLine>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageStaff) is { } lacking && caller.Lacks(IdentityPermissions.ManageRoles) is not null) return lacking;
        return await db.Set<StaffRole>().OrderBy(r => r.Name).Select(r => new RoleLine(r.Id, r.Name, r.Title,
            r.Permissions.Select(p => p.Permission).OrderBy(p => p).ToList(), db.Set<StaffPost>().Count(p => p.RoleId == r.Id))).ToListAsync(ct);
    }
}
