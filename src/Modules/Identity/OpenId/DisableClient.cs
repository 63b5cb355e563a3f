using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Switches a client off; its tokens are refused two seconds later at most.</summary>
public sealed record DisableClient(string ClientId);

public sealed class DisableClientHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(DisableClient command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageClients) is { } lacking) return lacking;
        var client = await db.Set<Client>().SingleOrDefaultAsync(c => c.ClientId == command.ClientId, ct);
        if (client is null) return Refusal.NotFound("client.unknown");
        if (client.DisabledAt is not null) return Done.Yes;

        client.DisabledAt = clock.GetUtcNow().UtcDateTime;
        db.Audit(caller, clock, "client_disabled", "client", client.ClientId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
