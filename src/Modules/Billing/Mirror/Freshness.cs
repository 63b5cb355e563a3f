using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>How old figures are that another system owns.</summary>
/// <param name="AsOf">When the owner was asked for the oldest of them; null when it never answered.</param>
/// <param name="Failed">The last try brought nothing.</param>
/// <param name="IsStale">Older than the operator wants them shown without a word.</param>
public sealed record Freshness(DateTime? AsOf, bool Failed, bool IsStale);

/// <summary>Sees to it, when a person looks, that what they see is as fresh as the owner lets it be.</summary>
public sealed class KeepFresh(PortalDbContext db, Mirrored mirrored, Refreshing refreshing, IOptions<MirrorOptions> options, TimeProvider clock)
{
    const int Most = 20;

    public bool IsOn => options.Value.IsOn;

    /// <returns>Null when none of the accounts is mirrored.</returns>
    public async Task<Freshness?> HandleAsync(IReadOnlyCollection<Guid> accounts, CancellationToken ct)
    {
        if (!options.Value.IsOn) return null;
        var theirs = (await mirrored.AmongAsync(accounts, ct)).Take(Most).ToArray();
        if (theirs.Length == 0) return null;
        var before = clock.GetUtcNow().UtcDateTime.AddSeconds(-options.Value.FreshSeconds);
        var fresh = await db.Set<MirroredAccount>().Where(m => theirs.Contains(m.AccountId) && m.TriedAt > before && m.AsOf > before).Select(m => m.AccountId).ToListAsync(ct);
        await refreshing.WaitAsync(theirs.Except(fresh), ct);

        var copies = await db.Set<MirroredAccount>().AsNoTracking().Where(m => theirs.Contains(m.AccountId)).Select(m => new { m.AsOf, m.FailureCode }).ToListAsync(ct);
        DateTime? oldest = copies.Count < theirs.Length || copies.Any(c => c.AsOf is null) ? null : copies.Min(c => c.AsOf);
        return new Freshness(oldest, copies.Any(c => c.FailureCode is not null), oldest is null || oldest < clock.GetUtcNow().UtcDateTime.AddMinutes(-options.Value.StaleMinutes));
    }
}
