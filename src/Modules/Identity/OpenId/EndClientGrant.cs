using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A client gives its tokens back (RFC 7009): all that came of that sign-in are worth nothing from now on.</summary>
public sealed record EndClientGrant(Guid GrantId, Guid ClientId);

public sealed class EndClientGrantHandler(PortalDbContext db, TimeProvider clock)
{
    public Task HandleAsync(EndClientGrant command, CancellationToken ct) =>
        db.Set<ClientGrant>().Where(g => g.Id == command.GrantId && g.ClientId == command.ClientId && g.EndedAt == null)
            .ExecuteUpdateAsync(g => g.SetProperty(x => x.EndedAt, clock.GetUtcNow().UtcDateTime), ct);
}

/// <summary>Removes grants that can turn no more. A code of a forgotten grant is refused like a used one.</summary>
public sealed class ForgetClientGrants(PortalDbContext db, TimeProvider clock)
{
    /// <summary>Longer than any token or session lives.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(100);

    public Task HandleAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - Kept;
        return db.Set<ClientGrant>().Where(g => g.TurnedAt < before).ExecuteDeleteAsync(ct);
    }
}
