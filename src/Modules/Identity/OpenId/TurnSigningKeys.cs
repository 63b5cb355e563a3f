using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A key of the ring, opened.</summary>
public sealed record TokenKey(string KeyId, ECDsa Key, DateTime SignsFrom);

/// <summary>Makes the first signing key, the next when the newest is old, and removes those that no living token needs.</summary>
public sealed class TurnSigningKeys(PortalDbContext db, MasterKey master, IOptions<OpenIdOptions> options, TimeProvider clock)
{
    /// <summary>Longer than any signed token lives and any key set is kept.</summary>
    static readonly TimeSpan Outlived = TimeSpan.FromDays(2);

    public async Task HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ring = await db.Set<SigningKey>().OrderBy(k => k.Number).ToListAsync(ct);

        if (SigningKey.Next(ring, TimeSpan.FromDays(options.Value.SigningKeyDays), master, now) is { } next) db.Add(next);
        for (var i = 0; i + 1 < ring.Count; i++)
            if (ring[i + 1].SignsFrom + Outlived < now) db.Remove(ring[i]);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { db.ChangeTracker.Clear(); /* another node made the same number */ }
        catch (DbUpdateConcurrencyException) { db.ChangeTracker.Clear(); /* another node removed the same key */ }
    }
}

/// <summary>The keys as they are now; the first in the list signs.</summary>
public sealed class ListSigningKeys(PortalDbContext db, MasterKey master, TimeProvider clock)
{
    public async Task<IReadOnlyList<TokenKey>> HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ring = await db.Set<SigningKey>().AsNoTracking().OrderByDescending(k => k.Number).ToListAsync(ct);
        return [.. ring.OrderByDescending(k => k.SignsFrom <= now).ThenByDescending(k => k.Number).Select(k => new TokenKey(k.KeyId, k.Open(master), k.SignsFrom))];
    }
}
