using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A code or refresh token is handed in for new tokens.</summary>
/// <param name="Serial">The serial it carries: 0 for a code.</param>
public sealed record TurnClientGrant(Guid GrantId, Guid ClientId, int Serial);

public sealed class TurnClientGrantHandler(PortalDbContext db, TimeProvider clock)
{
    /// <returns>The serial of the next refresh token.</returns>
    public async Task<Outcome<int>> HandleAsync(TurnClientGrant command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // One conditional update: of two nodes that are handed the same code at once, one finds the serial already raised.
        var turned = await db.LiveGrants(now).Where(g => g.Id == command.GrantId && g.ClientId == command.ClientId && g.Serial == command.Serial)
            .ExecuteUpdateAsync(g => g.SetProperty(x => x.Serial, command.Serial + 1).SetProperty(x => x.TurnedAt, now), ct);
        if (turned == 1) return command.Serial + 1;

        // Used before: somebody else has it too, and which of the two is the thief cannot be told (RFC 6749 §10.5, RFC 9700 §4.14).
        await db.Set<ClientGrant>().Where(g => g.Id == command.GrantId && g.ClientId == command.ClientId && g.Serial > command.Serial && g.EndedAt == null)
            .ExecuteUpdateAsync(g => g.SetProperty(x => x.EndedAt, now), ct);
        return Refusal.Conflict("grant.ended");
    }
}
