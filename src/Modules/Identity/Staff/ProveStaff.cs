using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The second factor: the generator's code, or a recovery code.</summary>
public sealed record ProveStaff(Guid SessionId, string Code);

public sealed class ProveStaffHandler(PortalDbContext db, SecretColumns secrets, TimeProvider clock)
{
    /// <returns>Whether a recovery code was used, and how many are left then.</returns>
    public async Task<Outcome<StaffProven>> HandleAsync(ProveStaff command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var session = await db.Set<StaffSession>().SingleOrDefaultAsync(s => s.Id == command.SessionId, ct);
        if (session is null || !session.IsOpen(now) || session.ProvenAt is not null) return Refusal.NotAllowed("staff.start_again");
        var member = await db.Set<StaffMember>().SingleAsync(s => s.Id == session.StaffId, ct);
        if (!member.MayTry(now) || member.TotpSecret is null || member.EnrolledAt is null) return Refusal.NotAllowed("staff.start_again");
        var recovery = await RecoveryAsync(member, command.Code, ct);

        var step = Totp.Matching(Convert.FromBase64String(secrets.Open(TotpPurpose, member.TotpSecret)), command.Code.Replace(" ", "", StringComparison.Ordinal), now, member.TotpStep);
        if (step is null && recovery is null)
        {
            member.Failed(now);
            db.Audit(StartStaffSignInHandler.Self(caller, member), clock, "staff_code_failed", "staff", member.Id.ToString());
            return await db.SavedInTimeAsync(ct) ?? Refusal.Invalid("staff.code_wrong", nameof(command.Code));
        }
        if (step is { } used) member.TotpStep = used;
        else recovery!.UsedAt = now;
        member.Succeeded();
        session.Prove(now);
        db.Audit(StartStaffSignInHandler.Self(caller, member), clock, recovery is null ? "staff_signed_in" : "staff_recovery_used", "staff", member.Id.ToString());
        if (await db.SavedInTimeAsync(ct) is { } late) return late;
        return new StaffProven(recovery is not null, await db.Set<RecoveryCode>().CountAsync(c => c.StaffId == member.Id && c.UsedAt == null, ct));
    }

    internal const string TotpPurpose = "staff.totp";
    internal const string RecoveryPurpose = "staff.recovery";

    async Task<RecoveryCode?> RecoveryAsync(StaffMember member, string code, CancellationToken ct)
    {
        var hash = secrets.Hash(RecoveryPurpose, member.Id + StaffSecrets.Plain(code));
        return await db.Set<RecoveryCode>().SingleOrDefaultAsync(c => c.StaffId == member.Id && c.Hash == hash && c.UsedAt == null, ct);
    }
}

public sealed record StaffProven(bool ByRecoveryCode, int RecoveryCodesLeft);
