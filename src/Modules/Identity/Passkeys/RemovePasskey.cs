using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

public sealed record RemovePasskey(Guid Id);

public sealed class RemovePasskeyHandler(PortalDbContext db, TimeProvider clock, IOptions<SignInRules> rules)
{
    public async Task<Outcome<Done>> HandleAsync(RemovePasskey command, Caller caller, CancellationToken ct)
    {
        var passkey = await db.Set<Passkey>().SingleOrDefaultAsync(p => p.Id == command.Id && p.SubjectId == caller.SubjectId && caller.Kind == CallerKind.Person, ct);
        if (passkey is null) return Refusal.NotFound("passkey.not_found");
        if (caller.Needs(Assurance.Proven, rules.Value.FreshProof, clock.GetUtcNow().UtcDateTime) is { } prove) return prove;
        db.Remove(passkey);
        db.Audit(caller, clock, "passkey_removed", "passkey", passkey.Id.ToString(), caller.SubjectId, details: new { passkey.Name });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
