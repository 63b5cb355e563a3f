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

    /// <returns>Of all of them together; null when none is mirrored.</returns>
    public async Task<Freshness?> HandleAsync(IReadOnlyCollection<Guid> accounts, CancellationToken ct)
    {
        var each = (await EachAsync(accounts, ct)).Values.ToArray();
        return each.Length == 0 ? null : new Freshness(each.Any(f => f.AsOf is null) ? null : each.Min(f => f.AsOf), each.Any(f => f.Failed), each.Any(f => f.IsStale));
    }

    /// <returns>Of each that is mirrored.</returns>
    public async Task<IReadOnlyDictionary<Guid, Freshness>> EachAsync(IReadOnlyCollection<Guid> accounts, CancellationToken ct)
    {
        if (!options.Value.IsOn) return new Dictionary<Guid, Freshness>();
        var theirs = (await mirrored.AmongAsync(accounts, ct)).Take(Most).ToArray();
        if (theirs.Length == 0) return new Dictionary<Guid, Freshness>();
        var before = clock.GetUtcNow().UtcDateTime.AddSeconds(-options.Value.FreshSeconds);
        var fresh = await db.Set<MirroredAccount>().Where(m => theirs.Contains(m.AccountId) && m.TriedAt > before && m.AsOf > before).Select(m => m.AccountId).ToListAsync(ct);
        await refreshing.WaitAsync(theirs.Except(fresh), ct);

        var copies = await db.Set<MirroredAccount>().AsNoTracking().Where(m => theirs.Contains(m.AccountId)).ToDictionaryAsync(m => m.AccountId, m => new { m.AsOf, m.FailureCode }, ct);
        var stale = clock.GetUtcNow().UtcDateTime.AddMinutes(-options.Value.StaleMinutes);
        return theirs.ToDictionary(id => id, id => copies.GetValueOrDefault(id) is { } copy ? new Freshness(copy.AsOf, copy.FailureCode is not null, copy.AsOf is null || copy.AsOf < stale) : new Freshness(null, false, true));
    }
}
