using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Signs in with a passkey; works for a person whose number is long gone.</summary>
/// <param name="Proven">As Identity's handler verified it, with the new signature count.</param>
public sealed record SignInByPasskey(UserPasskeyInfo Proven, Browser Browser);

public sealed class SignInByPasskeyHandler(PortalDbContext db, TimeProvider clock, OpenSession open)
{
    public async Task<Outcome<SignedIn>> HandleAsync(SignInByPasskey command, Caller caller, CancellationToken ct)
    {
        var passkey = await db.Set<Passkey>().SingleOrDefaultAsync(p => p.CredentialId == command.Proven.CredentialId, ct);
        if (passkey is null || await db.Set<Subject>().AnyAsync(s => s.Id == passkey.SubjectId && s.ClosedAt != null, ct)) return Refusal.NotAllowed("passkey.unknown");
        passkey.Used(command.Proven.SignCount, command.Proven.IsBackedUp, clock.GetUtcNow().UtcDateTime);
        var signedIn = await open.AddAsync(passkey.SubjectId, null, command.Browser, caller, ProofMethod.Passkey, null, ct);
        await db.SaveChangesAsync(ct);
        return signedIn;
    }
}
