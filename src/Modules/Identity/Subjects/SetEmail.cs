using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Keeps an e-mail address, proven by a code sent to it, as a way in that outlives every number.</summary>
public sealed record SetEmail(Guid Ticket, string? Code);

public sealed class SetEmailHandler(PortalDbContext db, TimeProvider clock, SecretColumns secrets)
{
    public async Task<Outcome<string>> HandleAsync(SetEmail command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var code = await db.Set<OneTimeCode>().SingleOrDefaultAsync(c => c.Id == command.Ticket && c.Purpose == CodePurpose.SetEmail && c.AskedBy == caller.SubjectId, ct);
        if (code is null || !caller.IsPerson) return Refusal.NotAllowed("code.expired");
        if (code.Try(command.Code, digits => SendCode.HashOf(secrets, code.Id, digits), now) is { } no) return await db.SaveTryAsync(no, ct);

        var subject = await db.Set<Subject>().SingleAsync(s => s.Id == caller.SubjectId, ct);
        (subject.Email, subject.EmailKey, subject.EmailProvenAt) = (code.Target, Subject.KeyOf(code.Target), now);
        db.Audit(caller, clock, "email_set", "person", subject.Id.ToString(), subject.Id);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("code.used"); }
        // Told only to somebody who reads that mailbox.
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { return Refusal.Conflict("email.taken"); }
        return Mask.Email(code.Target);
    }
}
