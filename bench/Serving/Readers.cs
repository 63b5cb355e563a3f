using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Wangting.Bench;

/// <summary>Somebody who is signed in: their request for a page, and a word that stands on theirs alone.</summary>
internal sealed record Reader(ReadOnlyMemory<byte> Home, byte[] Own, Guid Account, string AccountNumber, Guid Person, string Number);

/// <summary>Customers of a province with a session each, as signing in would have left them: rows, and the cookie that the
/// hall's own cookie scheme writes.</summary>
internal static class Readers
{
    public const int Most = 10_000;

    /// <summary>Up to <see cref="Most"/> of them, spread over the whole province, in random order.</summary>
    public static async Task<Reader[]> SignInAsync(World world, string connection, CancellationToken ct)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        var chance = new Random(11);
        List<(Guid Person, Guid Tenure, string Number, Guid Account, string AccountNumber)> found = [];
        await using (var command = new NpgsqlCommand("""
            SELECT DISTINCT ON (n.subject_id) n.subject_id, n.id, n.value, a.id, a.number FROM identity_numbers n
            JOIN subscriptions_tenures t ON t.id = n.id JOIN subscriptions_lines l ON l.id = t.line_id
            JOIN customers_accounts a ON a.id = l.account_id AND a.holder_party_id = n.subject_id
            WHERE n.until IS NULL AND n.kind = 'Mobile' ORDER BY n.subject_id
            """, open))
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) found.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetGuid(3), reader.GetString(4)));
        var some = found.ToArray();
        chance.Shuffle(some);
        some = some[..Math.Min(Most, some.Length)];

        var settings = world.SettingsFor(connection);
        await using var hall = Hall.Build([], settings);
        var tickets = hall.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("customer").TicketDataFormat;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var until = now.AddDays(20);
        await using (var copy = await open.BeginBinaryImportAsync("COPY identity_devices (id, subject_id, key_hash, name, first_seen_at, seen_at) FROM STDIN (FORMAT BINARY)", ct))
        {
            foreach (var one in some) await copy.WriteRowAsync(ct, one.Person, one.Person, "bench", "bench", now, now);
            await copy.CompleteAsync(ct);
        }
        await using (var copy = await open.BeginBinaryImportAsync("COPY identity_sessions (id, subject_id, tenure_id, device_id, channel, started_at, seen_at, expires_at, level, proven_at, by_line, method) FROM STDIN (FORMAT BINARY)", ct))
        {
            foreach (var one in some) await copy.WriteRowAsync(ct, one.Person, one.Person, one.Tenure, one.Person, "Web", now, now, until, "Proven", now, true, "Code");
            await copy.CompleteAsync(ct);
        }
        return [.. some.Select(one =>
        {
            var who = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sid", one.Person.ToString())], "customer"));
            var cookie = tickets.Protect(new AuthenticationTicket(who, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = until, IsPersistent = true }, "customer"));
            return new Reader(Wire.Get("/", $"Cookie: hall={cookie}"), System.Text.Encoding.ASCII.GetBytes($"account={one.AccountNumber}"), one.Account, one.AccountNumber, one.Person, one.Number);
        })];
    }
}
