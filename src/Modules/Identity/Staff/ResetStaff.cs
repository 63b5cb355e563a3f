using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>For whoever lost password or generator: a new one-time password, and enrolment again.</summary>
public sealed record ResetStaff(Guid StaffId);

public sealed class ResetStaffHandler(PortalDbContext db, StaffPasswords passwords, TimeProvider clock)
{
    public async Task<Outcome<NewStaff>> HandleAsync(ResetStaff command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageStaff) is { } lacking) return lacking;
        var member = await db.Set<StaffMember>().SingleOrDefaultAsync(s => s.Id == command.StaffId, ct);
        if (member is null) return Refusal.NotFound("staff.unknown");
        var open = await db.Set<StaffSession>().Where(s => s.StaffId == member.Id && s.EndedAt == null).ToListAsync(ct);

        if (await StaffRights.OutranksAsync(db, member.Id, caller, ct)) return Refusal.NotAllowed("staff.outranks_you");

        var now = clock.GetUtcNow().UtcDateTime;
        var password = StaffSecrets.MakeOneTimePassword();
        (member.PasswordHash, member.OneTimeUntil, member.TotpSecret, member.EnrolledAt) = (passwords.Hash(password), now + AddStaffHandler.OneTime, null, null);
        member.Succeeded();
        foreach (var session in open) session.EndedAt = now;
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.StaffId == member.Id).ToListAsync(ct));
        db.Audit(caller, clock, "staff_reset", "staff", member.Id.ToString(), details: new { member.Name });
        return await db.SavedInTimeAsync(ct) is { } late ? late : new NewStaff(member.Id, member.Name, password, now + AddStaffHandler.OneTime);
    }
}
