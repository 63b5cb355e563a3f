using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

public sealed record RenamePasskey(Guid Id, string? Name);

public sealed class RenamePasskeyHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RenamePasskey command, Caller caller, CancellationToken ct)
    {
        var passkey = await db.Set<Passkey>().SingleOrDefaultAsync(p => p.Id == command.Id && p.SubjectId == caller.SubjectId && caller.Kind == CallerKind.Person, ct);
        if (passkey is null) return Refusal.NotFound("passkey.not_found");
        if (PasskeyNames.Read(command.Name) is not { } name) return Refusal.Invalid("passkey.name", nameof(command.Name));
        passkey.Name = name;
        db.Audit(caller, clock, "passkey_renamed", "passkey", passkey.Id.ToString(), caller.SubjectId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
