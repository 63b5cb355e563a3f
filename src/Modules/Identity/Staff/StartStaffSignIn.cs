using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The first factor: name and password.</summary>
public sealed record StartStaffSignIn(string Name, string Password);

/// <param name="SessionId">Half open: it counts for nothing until <see cref="ProveStaff"/> or <see cref="EnrolStaff"/>.</param>
/// <param name="MustEnrol">The one-time password was given: a password and a code generator are to be set up.</param>
public sealed record HalfSignedIn(Guid SessionId, bool MustEnrol);

public sealed class StartStaffSignInHandler(PortalDbContext db, StaffPasswords passwords, TimeProvider clock)
{
    public async Task<Outcome<HalfSignedIn>> HandleAsync(StartStaffSignIn command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var key = StaffMember.KeyOf(command.Name);
        var member = await db.Set<StaffMember>().SingleOrDefaultAsync(s => s.NameKey == key, ct);

        var right = passwords.Matches(member?.PasswordHash, command.Password);
        // One answer for a wrong name, a wrong password, a locked and a disabled account.
        if (member is null || !member.MayTry(now)) return Refusal.NotAllowed("staff.wrong");
        if (!right || member.OneTimeUntil < now)
        {
            member.Failed(now);
            db.Audit(Self(caller, member), clock, "staff_sign_in_failed", "staff", member.Id.ToString());
            return await db.SavedInTimeAsync(ct) ?? Refusal.NotAllowed("staff.wrong");
        }
        // Failures are forgotten with the second factor, or the password alone would give endless tries at the code.
        var session = new StaffSession
        {
            Id = Guid.CreateVersion7(),
            StaffId = member.Id,
            StartedAt = now,
            SeenAt = now,
            ExpiresAt = now + StaffSession.Half,
            Address = caller.Address,
        };
        db.Add(session);
        await db.SaveChangesAsync(ct);
        return new HalfSignedIn(session.Id, member.EnrolledAt is null);
    }

    internal static Caller Self(Caller caller, StaffMember member) => caller with { Kind = CallerKind.Staff, SubjectId = member.Id };
}

internal static class StaffSaving
{
    /// <summary>Saves; a guess that raced another guess at the same account is refused unjudged, so that guessing side by
    /// side is no faster than one after the other.</summary>
    public static async Task<Refusal?> SavedInTimeAsync(this PortalDbContext db, CancellationToken ct)
    {
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("staff.again"); }
        return null;
    }
}
