using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Adds the strongest proof to the present session.</summary>
public sealed record ProveByPasskey(UserPasskeyInfo Proven);

public sealed class ProveByPasskeyHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ProveByPasskey command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var session = await db.Set<Session>().SingleOrDefaultAsync(s => s.Id == caller.SessionId && s.SubjectId == caller.SubjectId && s.EndedAt == null, ct);
        if (session is null) return Refusal.NotAllowed("sign_in.first");
        var passkey = await db.Set<Passkey>().SingleOrDefaultAsync(p => p.CredentialId == command.Proven.CredentialId && p.SubjectId == caller.SubjectId, ct);
        if (passkey is null) return Refusal.NotAllowed("passkey.unknown");
        passkey.Used(command.Proven.SignCount, command.Proven.IsBackedUp, now);
        session.Prove(ProofMethod.Passkey, now);
        db.Audit(caller, clock, "proven_again", "session", session.Id.ToString(), caller.SubjectId, details: new { session.Method });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
