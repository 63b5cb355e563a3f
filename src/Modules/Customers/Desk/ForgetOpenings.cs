using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Deletes openings that ended a day ago, and what other desks were allowed a day ago. Who looked at whom, and why, stands
/// in the audit log; what works once or for a while need not be kept for ever.</summary>
public sealed class ForgetOpenings(PortalDbContext db, TimeProvider clock)
{
    public async Task HandleAsync(CancellationToken ct)
    {
        // A day, so that whoever comes too late is still told that they are, and not that the token was never ours.
        var yesterday = clock.GetUtcNow().UtcDateTime.AddDays(-1);
        await db.Set<Opening>().Where(o => o.Until < yesterday).ExecuteDeleteAsync(ct);
        await db.Set<Embed>().Where(e => e.BeginBy < yesterday && (e.EndsAt == null || e.EndsAt < yesterday)).ExecuteDeleteAsync(ct);
    }
}
