using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Switches a member of staff off, everywhere at once, or on again.</summary>
public sealed record DisableStaff(Guid StaffId, bool Disabled);

public sealed class DisableStaffHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(DisableStaff command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageStaff) is { } lacking) return lacking;
        var member = await db.Set<StaffMember>().SingleOrDefaultAsync(s => s.Id == command.StaffId, ct);
        if (member is null) return Refusal.NotFound("staff.unknown");
        var open = await db.Set<StaffSession>().Where(s => s.StaffId == member.Id && s.EndedAt == null).ToListAsync(ct);

        if (member.DisabledAt is not null == command.Disabled) return Done.Yes;
        if (await StaffRights.OutranksAsync(db, member.Id, caller, ct)) return Refusal.NotAllowed("staff.outranks_you");
        if (command.Disabled && !await StaffRights.OthersManageAsync(db, member.Id, ct)) return Refusal.Conflict("staff.last_manager");

        var now = clock.GetUtcNow().UtcDateTime;
        member.DisabledAt = command.Disabled ? now : null;
        foreach (var session in open) session.EndedAt = now;
        db.Audit(caller, clock, command.Disabled ? "staff_disabled" : "staff_enabled", "staff", member.Id.ToString(), details: new { member.Name });
        return await db.SavedInTimeAsync(ct) is { } late ? late : Done.Yes;
    }
}
