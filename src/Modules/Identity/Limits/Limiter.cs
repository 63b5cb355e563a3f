using System.Globalization;
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
        // In the order of their names everywhere, so that two requests never wait for each other crosswise.
        var taken = purses.OrderBy(p => p.Limit, StringComparer.Ordinal).Select(p =>
        {
            var limit = rules.Value.Limits[p.Limit];
            var start = new DateTime(now.Ticks - now.Ticks % limit.Window.Ticks, DateTimeKind.Utc);
            return (Key: KeyOf(p.Limit, p.Who), Start: start, End: start + limit.Window, limit.Count);
        }).ToArray();
        var counts = await CountAsync([.. taken.Select(t => (t.Key, t.Start, t.End))], ct);
        foreach (var (key, _, end, most) in taken)
            if (counts[key] > most) return Refusal.NotAllowed(refusal, ("minutes", Math.Max(1, (int)Math.Ceiling((end - now).TotalMinutes))));
        return null;
    }

    /// <summary>Takes a try from each purse, to be given back when it was right (<see cref="GiveBackAsync"/>): only wrong ones
    /// use them up. A purse is full again one window after the last try that was let through, and not at the stroke of an hour.</summary>
    /// <param name="refusal">Code of the refusal; its text may name <c>{minutes}</c>.</param>
    /// <returns>How many tries are left after this one.</returns>
    public async Task<Outcome<int>> TryAsync(string refusal, CancellationToken ct, params (string Limit, string Who)[] purses)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var left = int.MaxValue;
        var taken = new List<(string, string)>();
        foreach (var (name, who) in purses.OrderBy(p => p.Limit, StringComparer.Ordinal))
        {
            var limit = rules.Value.Limits[name];
            taken.Add((name, who));
            var tried = await TriedAsync(KeyOf(name, who), now, now + limit.Window, limit.Count, ct);
            if (tried.Count > limit.Count)
            {
                // Nothing was tried: whoever is shut out must not use up what others share with them.
                await GiveBackAsync(ct, [.. taken]);
                return Refusal.NotAllowed(refusal, ("minutes", Math.Max(1, (int)Math.Ceiling((DateTime.SpecifyKind(tried.Until, DateTimeKind.Utc) - now).TotalMinutes))));
            }
            left = Math.Min(left, limit.Count - tried.Count);
        }
        return left;
    }

    /// <summary>Gives back what <see cref="TryAsync"/> took.</summary>
    public async Task GiveBackAsync(CancellationToken ct, params (string Limit, string Who)[] purses)
    {
        foreach (var key in purses.Select(p => KeyOf(p.Limit, p.Who)))
            await db.Set<LimitCount>().Where(l => l.Key == key && l.WindowStart == DateTime.UnixEpoch && l.Count > 0).ExecuteUpdateAsync(l => l.SetProperty(c => c.Count, c => c.Count - 1), ct);
    }

    string KeyOf(string limit, string who) => $"{limit}:{secrets.Hash("identity.limit", who)}";

    sealed record Tried(int Count, DateTime Until);

    // Raw for the same reason as below. One row a purse, under a window that never begins anew; a try that is refused does not
    // make the wait longer, or a script could keep somebody out for ever.
    async Task<Tried> TriedAsync(string key, DateTime now, DateTime until, int most, CancellationToken ct) => (await db.Database.SqlQuery<Tried>($"""
            INSERT INTO identity_limit_counts (key, window_start, expires_at, count) VALUES ({key}, {DateTime.UnixEpoch}, {until}, 1)
            ON CONFLICT (key, window_start) DO UPDATE SET
                count = CASE WHEN identity_limit_counts.expires_at <= {now} THEN 1 ELSE identity_limit_counts.count + 1 END,
                expires_at = CASE WHEN identity_limit_counts.expires_at > {now} AND identity_limit_counts.count >= {most} THEN identity_limit_counts.expires_at ELSE excluded.expires_at END
            RETURNING count AS "Count", expires_at AS "Until"
            """).ToListAsync(ct)).Single();

    sealed record Counted(string Key, int Count);

    // Raw: EF has no "insert, or else add one, and tell me". This statement reads the same on SQLite and PostgreSQL and is
    // tested on both; counting by read and write would let parallel guesses through. All purses in one: each alone would be
    // a transaction of its own.
    async Task<Dictionary<string, int>> CountAsync((string Key, DateTime Start, DateTime End)[] windows, CancellationToken ct)
    {
        var rows = string.Join(", ", windows.Select((_, n) => string.Create(CultureInfo.InvariantCulture, $"({{{n * 3}}}, {{{n * 3 + 1}}}, {{{n * 3 + 2}}}, 1)")));
        var statement = FormattableStringFactory.Create($"""
            INSERT INTO identity_limit_counts (key, window_start, expires_at, count) VALUES {rows}
            ON CONFLICT (key, window_start) DO UPDATE SET count = identity_limit_counts.count + 1
            RETURNING key AS "Key", count AS "Count"
            """, [.. windows.SelectMany(w => (object[])[w.Key, w.Start, w.End])]);
        return (await db.Database.SqlQuery<Counted>(statement).ToListAsync(ct)).ToDictionary(c => c.Key, c => c.Count, StringComparer.Ordinal);
    }
}
