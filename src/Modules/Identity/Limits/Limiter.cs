using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Counts in fixed windows, one row for all nodes. It counts at once and outside the operation's save: an attempt
/// that is refused, or whose operation fails, has still been made.</summary>
public sealed class Limiter(PortalDbContext db, TimeProvider clock, SecretColumns secrets, IOptions<SignInRules> rules)
{
    /// <summary>Takes one from each purse.</summary>
    /// <param name="purses">Name of the limit and whom it counts.</param>
    /// <returns>The refusal of the first empty purse, or null.</returns>
    public Task<Refusal?> TakeAsync(CancellationToken ct, params (string Limit, string Who)[] purses) => TakeAsync("sign_in.too_often", ct, purses);

    /// <param name="refusal">Code of the refusal; its text may name <c>{minutes}</c>.</param>
    public async Task<Refusal?> TakeAsync(string refusal, CancellationToken ct, params (string Limit, string Who)[] purses)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        Refusal? empty = null;
        // In the order of their names everywhere, so that two requests never wait for each other crosswise.
        foreach (var (name, who) in purses.OrderBy(p => p.Limit, StringComparer.Ordinal))
        {
            var limit = rules.Value.Limits[name];
            var start = new DateTime(now.Ticks - now.Ticks % limit.Window.Ticks, DateTimeKind.Utc);
            var end = start + limit.Window;
            if (await CountAsync($"{name}:{secrets.Hash("identity.limit", who)}", start, end, ct) > limit.Count)
                empty ??= Refusal.NotAllowed(refusal, ("minutes", Math.Max(1, (int)Math.Ceiling((end - now).TotalMinutes))));
        }
        return empty;
    }

    // Raw: EF has no "insert, or else add one, and tell me". This statement reads the same on SQLite and PostgreSQL and is
    // tested on both; counting by read and write would let parallel guesses through.
    async Task<int> CountAsync(string key, DateTime start, DateTime end, CancellationToken ct)
    {
        var statement = FormattableStringFactory.Create("""
            INSERT INTO identity_limit_counts (key, window_start, expires_at, count) VALUES ({0}, {1}, {2}, 1)
            ON CONFLICT (key, window_start) DO UPDATE SET count = identity_limit_counts.count + 1
            RETURNING count AS "Value"
            """, key, start, end);
        return (await db.Database.SqlQuery<int>(statement).ToListAsync(ct))[0];
    }
}
