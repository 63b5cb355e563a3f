using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Gives a member of staff exactly these roles; it holds from their next request.</summary>
public sealed record SetStaffRoles(Guid StaffId, IReadOnlyList<string> Roles, string? Area = null);

public sealed class SetStaffRolesHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SetStaffRoles command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageStaff) is { } lacking) return lacking;
        string? area = null;
        if (!string.IsNullOrWhiteSpace(command.Area) && (area = Areas.Read(command.Area)) is null) return Refusal.Invalid("staff.area", nameof(command.Area), ("most", Areas.Longest));
        var member = await db.Set<StaffMember>().SingleOrDefaultAsync(s => s.Id == command.StaffId, ct);
        if (member is null) return Refusal.NotFound("staff.unknown");
        var had = await db.Set<StaffPost>().Where(p => p.StaffId == member.Id).ToListAsync(ct);
        var roles = await StaffRights.RolesAsync(db, command.Roles, ct);

        if (await StaffRights.OutranksAsync(db, member.Id, caller, ct)) return Refusal.NotAllowed("staff.outranks_you");
        if (StaffRights.MayGive(roles, command.Roles, area, caller) is { } refused) return refused;
        if ((area is not null || !roles.Exists(r => r.Permissions.Exists(p => p.Permission == IdentityPermissions.ManageStaff))) && !await StaffRights.OthersManageAsync(db, member.Id, ct))
            return Refusal.Conflict("staff.last_manager");

        db.RemoveRange(had.Where(p => p.Area != area || !roles.Exists(r => r.Id == p.RoleId)));
        db.AddRange(roles.Where(r => !had.Exists(p => p.RoleId == r.Id && p.Area == area))
            .Select(r => new StaffPost { Id = Guid.CreateVersion7(), StaffId = member.Id, RoleId = r.Id, Area = area }));
        db.Audit(caller, clock, "staff_roles_set", "staff", member.Id.ToString(), details: new { member.Name, command.Roles, area });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
