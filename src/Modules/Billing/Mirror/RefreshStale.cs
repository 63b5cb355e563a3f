using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Keeps copies that people look at from growing old, the oldest first.</summary>
public sealed class RefreshStale(PortalDbContext db, Refreshing refreshing, IOptions<MirrorOptions> options, TimeProvider clock)
{
    const int AtATime = 500;

    public async Task HandleAsync(CancellationToken ct)
    {
        if (!options.Value.IsOn) return;
        var now = clock.GetUtcNow().UtcDateTime;
        // Early enough that a copy is renewed before it counts as old.
        var (old, looked) = (now.AddMinutes(-options.Value.StaleMinutes / 2.0), now.AddDays(-options.Value.ForgetDays));
        var due = await db.Set<MirroredAccount>().Where(m => m.LookedAt > looked && (m.AsOf == null || m.AsOf < old) && (m.TriedAt == null || m.TriedAt < now.AddMinutes(-1)))
            .OrderBy(m => m.AsOf).ThenBy(m => m.AccountId).Select(m => m.AccountId).Take(AtATime).ToListAsync(ct);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Value.Concurrency / 2), CancellationToken = ct }, async (account, stop) => await refreshing.RunAsync(account).WaitAsync(stop));
    }
}
