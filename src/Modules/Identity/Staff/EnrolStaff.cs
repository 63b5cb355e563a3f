using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>What the enrolment page shows.</summary>
/// <param name="Secret">For generators without a camera: base 32.</param>
/// <param name="Address">The <c>otpauth:</c> address in the QR code.</param>
public sealed record StaffEnrolment(string Name, string Secret, string Address);

/// <summary>Makes the code generator's secret at the first look, and shows the same one until it is confirmed.</summary>
public sealed class BeginStaffEnrolment(PortalDbContext db, SecretColumns secrets, IOptions<OperatorOptions> @operator, TimeProvider clock)
{
    public async Task<Outcome<StaffEnrolment>> HandleAsync(Guid sessionId, CancellationToken ct)
    {
        if (await StaffEnrolling.FindAsync(db, sessionId, clock, ct) is not { } found) return Refusal.NotAllowed("staff.start_again");
        found.Member.TotpSecret ??= secrets.Close(ProveStaffHandler.TotpPurpose, Convert.ToBase64String(Totp.MakeSecret()));
        if (await db.SavedInTimeAsync(ct) is { } late) return late;
        var secret = Convert.FromBase64String(secrets.Open(ProveStaffHandler.TotpPurpose, found.Member.TotpSecret));
        return new StaffEnrolment(found.Member.Name, Totp.Base32(secret), Totp.Address(@operator.Value.Name, found.Member.Name, secret));
    }
}

/// <summary>The first sign-in: a password of one's own and a first code, which proves that the generator is set up.</summary>
public sealed record EnrolStaff(Guid SessionId, string Password, string Code);

/// <param name="Codes">Shown this once.</param>
public sealed record StaffEnrolled(IReadOnlyList<string> Codes);

public sealed class EnrolStaffHandler(PortalDbContext db, StaffPasswords passwords, SecretColumns secrets, TimeProvider clock)
{
    const int RecoveryCodes = 10;

    public async Task<Outcome<StaffEnrolled>> HandleAsync(EnrolStaff command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await StaffEnrolling.FindAsync(db, command.SessionId, clock, ct) is not { } found || found.Member.TotpSecret is not { } closed) return Refusal.NotAllowed("staff.start_again");
        var (session, member) = found;

        if (StaffSecrets.Wrong(command.Password, member.Name) is { } wrong) return wrong;
        if (passwords.Matches(member.PasswordHash, command.Password)) return Refusal.Invalid("staff.password_same", nameof(command.Password));
        var step = Totp.Matching(Convert.FromBase64String(secrets.Open(ProveStaffHandler.TotpPurpose, closed)), command.Code.Replace(" ", "", StringComparison.Ordinal), now, member.TotpStep);
        if (step is null) return Refusal.Invalid("staff.code_wrong", nameof(command.Code));

        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => StaffSecrets.MakeRecoveryCode()).ToList();
        db.RemoveRange(await db.Set<RecoveryCode>().Where(c => c.StaffId == member.Id).ToListAsync(ct));
        db.AddRange(codes.Select(c => new RecoveryCode { Id = Guid.CreateVersion7(), StaffId = member.Id, Hash = secrets.Hash(ProveStaffHandler.RecoveryPurpose, member.Id + StaffSecrets.Plain(c)) }));
        (member.PasswordHash, member.OneTimeUntil, member.EnrolledAt, member.TotpStep) = (passwords.Hash(command.Password), null, now, step.Value);
        member.Succeeded();
        session.Prove(now);
        db.Audit(StartStaffSignInHandler.Self(caller, member), clock, "staff_enrolled", "staff", member.Id.ToString());
        return await db.SavedInTimeAsync(ct) is { } late ? late : new StaffEnrolled(codes);
    }
}

internal static class StaffEnrolling
{
    /// <summary>A half-open session of somebody who has yet to enrol.</summary>
    public static async Task<(StaffSession Session, StaffMember Member)?> FindAsync(PortalDbContext db, Guid sessionId, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var session = await db.Set<StaffSession>().SingleOrDefaultAsync(s => s.Id == sessionId, ct);
        if (session is null || !session.IsOpen(now) || session.ProvenAt is not null) return null;
        var member = await db.Set<StaffMember>().SingleAsync(s => s.Id == session.StaffId, ct);
        return member.MayTry(now) && member.EnrolledAt is null ? (session, member) : null;
    }
}
