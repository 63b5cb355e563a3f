using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Deletes conversations that have run out: what was typed in them is personal and of no more use.</summary>
public sealed class ForgetSessions(PortalDbContext db, TimeProvider clock)
{
    public async Task HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await db.Set<JourneySession>().Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(ct);
    }
}
