using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Adds a fresh proof to the present session: a code to the number it was opened with, or that number's service
/// password. Exactly one of the two is given.</summary>
public sealed record ProveAgain(Guid? Ticket, string? Code, string? Password);

public sealed class ProveAgainHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets, Limiter limiter, ServicePasswords passwords)
{
    public async Task<Outcome<Done>> HandleAsync(ProveAgain command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var session = await db.Set<Session>().SingleOrDefaultAsync(s => s.Id == caller.SessionId && s.SubjectId == caller.SubjectId && s.EndedAt == null, ct);
        if (session is null) return Refusal.NotAllowed("sign_in.first");
        if (await (command.Ticket is { } ticket ? CodeAsync(ticket, command.Code, session, caller, now, ct) : PasswordAsync(command.Password, session, now, ct)) is { } no)
            return await db.SaveTryAsync(no, ct);
        db.Audit(caller, clock, "proven_again", "session", session.Id.ToString(), caller.SubjectId, details: new { session.Method });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("code.used"); }
        return Done.Yes;
    }

    async Task<Refusal?> CodeAsync(Guid ticket, string? typed, Session session, Caller caller, DateTime now, CancellationToken ct)
    {
        var code = await db.Set<OneTimeCode>().SingleOrDefaultAsync(c => c.Id == ticket && c.Purpose == CodePurpose.Prove && c.AskedBy == caller.SubjectId, ct);
        if (code is null) return Refusal.NotAllowed("code.expired");
        if (code.Try(typed, digits => SendCode.HashOf(secrets, code.Id, digits), now) is { } no) return no;
        if (code.SubjectId != session.SubjectId) return Refusal.NotAllowed("code.expired");
        session.Prove(code.IsByMail ? ProofMethod.EmailCode : ProofMethod.Code, now);
        return null;
    }

    async Task<Refusal?> PasswordAsync(string? typed, Session session, DateTime now, CancellationToken ct)
    {
        if (typed is not { Length: > 0 and <= 200 }) return Refusal.Invalid("password.missing", nameof(ProveAgain.Password));
        if (await limiter.TakeAsync(ct, (LimitName.PasswordKnownDevice, session.SubjectId.ToString())) is { } tooOften) return tooOften;
        var hash = await db.Set<NumberHandle>().LiveAt(now).Where(h => h.Id == session.TenureId && h.SubjectId == session.SubjectId).Select(h => h.PasswordHash).SingleOrDefaultAsync(ct);
        if (passwords.Verify(hash, typed) == PasswordVerificationResult.Failed) return Refusal.NotAllowed("password.wrong");
        session.Prove(ProofMethod.Password, now);
        return null;
    }
}
