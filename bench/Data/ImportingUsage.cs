using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Wangting.Import;
using Wangting.Kernel;

namespace Wangting.Bench;

/// <summary>Importing a file of use by a mapping file against reading the same file and COPYing the same rows into the same
/// table with the same indexes: what mapping, checking, finding who held the number, encrypting the other party and knowing
/// every event again cost.</summary>
internal sealed class ImportingUsage : Comparison
{
    const int Lines = 200_000, Customers = 10_000;
    World world = null!;
    Meter meter = null!;
    string file = "", map = "", connection = "";

    public override string Name => "usage-import";
    public override string What => "import usage, against COPY of the same rows";
    public override (double Meaningful, double Aim)? Limits => (0.4, 0.7);
    protected override int MostWarmUps => 2;
    public override string Unit => "events/s";
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{Lines:N0} events of {Customers:N0} customers; COPY keeps the other party in the clear");

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        (this.world, meter) = (world, await world.MeterAsync(ct));
        connection = await world.EmptyAsync(ct); // of its own: it is written to
        await world.GenerateAsync(connection, Customers, 0, ct);
        string[] numbers = [.. (await NumbersAsync(ct)).Keys.Where(n => n.StartsWith("+86", StringComparison.Ordinal))];
        (file, map) = (Path.Combine(world.Folder, "usage.csv"), Path.Combine(world.Folder, "usage.map.json"));
        await File.WriteAllTextAsync(map, """
            { "source": "mediation", "records": [ { "kind": "usage", "id": "{id}", "fields": { "number": "{number}", "kind": "{kind}", "startedAt": "{at}", "quantity": "{quantity}", "unit": "{unit}", "peer": "{peer}", "place": "{place}" } } ] }
            """, ct);
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("id,number,kind,at,quantity,unit,peer,place");
        var (began, random) = (new DateTime(2026, 10, 1, 0, 0, 0, DateTimeKind.Unspecified), 17u);
        for (var n = 0; n < Lines; n++)
        {
            // The Lehmer generator of Park and Miller: the same file at every run, on every machine.
            random = (uint)(random * 48_271UL % 2_147_483_647);
            var (kind, unit, quantity) = (random % 10) switch { < 5 => ("voice", "second", random % 900 + 1), < 6 => ("message", "message", 1u), _ => ("data", "kilobyte", random % 900_000) };
            var peer = kind == "data" ? "" : string.Create(CultureInfo.InvariantCulture, $"139{random % 50_000:D8}");
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"E{n:D9},{numbers[random % numbers.Length]},{kind},{began.AddSeconds(n * 13.0):yyyy-MM-dd HH:mm:ss},{quantity},{unit},{peer},南京"));
        }
    }

    protected override Task<Run> OursAsync(CancellationToken ct) => OnNoneAsync(async () =>
    {
        using var host = Hall.BuildForCommand(world.SettingsFor(connection));
        await using var scope = host.Services.CreateAsyncScope();
        var done = (await scope.ServiceProvider.GetRequiredService<RunImportHandler>().HandleAsync(new RunImport("usage", file, map), Caller.System, null, ct)).Value;
        return done.Totals.Kinds["usage"].Added == Lines ? Lines : throw new InvalidOperationException($"{done.Totals.Kinds["usage"].Parked} events were parked, {done.Totals.RowsWithRejects} refused.");
    }, ct);

    protected override Task<Run> BareAsync(CancellationToken ct) => OnNoneAsync(async () =>
    {
        var lines = await NumbersAsync(ct);
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        await using var copy = await open.BeginBinaryImportAsync("""
            COPY billing_usage_records (id, line_id, kind, started_at, offset_minutes, quantity, charged_quantity, unit, direction, peer_closed, peer_masked, place, seconds, charge, rated_here, accepted_at, source_system, source_id)
            FROM STDIN (FORMAT BINARY)
            """, ct);
        var now = DateTime.UnixEpoch;
        foreach (var fields in File.ReadLines(file).Skip(1).Select(l => l.Split(',')))
        {
            var quantity = long.Parse(fields[4], CultureInfo.InvariantCulture);
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(lines[fields[1]], NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(fields[2], NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(DateTime.SpecifyKind(DateTime.ParseExact(fields[3], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), DateTimeKind.Utc), NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(480, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(quantity, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(quantity, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(fields[5], NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync("Outgoing", NpgsqlDbType.Varchar, ct);
            if (fields[6].Length == 0) await copy.WriteNullAsync(ct); else await copy.WriteAsync(fields[6], NpgsqlDbType.Varchar, ct);
            if (fields[6].Length == 0) await copy.WriteNullAsync(ct); else await copy.WriteAsync(fields[6], NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(fields[7], NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(0, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(0L, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(true, NpgsqlDbType.Boolean, ct);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync("mediation", NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(fields[0], NpgsqlDbType.Varchar, ct);
        }
        return (long)await copy.CompleteAsync(ct);
    }, ct);

    async Task<Dictionary<string, Guid>> NumbersAsync(CancellationToken ct)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        await using var command = new NpgsqlCommand("SELECT value, line_id FROM subscriptions_tenures WHERE \"to\" IS NULL AND \"from\" < '2026-09-01' ORDER BY value", open);
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found[reader.GetString(0)] = reader.GetGuid(1);
        return found;
    }

    // As if for the first time: an import that was done is known again by its file.
    async Task<Run> OnNoneAsync(Func<Task<long>> work, CancellationToken ct)
    {
        await using (var open = new NpgsqlConnection(connection))
        {
            await open.OpenAsync(ct);
            await using var empty = new NpgsqlCommand("TRUNCATE billing_usage_records, billing_parked_usage, import_runs", open);
            await empty.ExecuteNonQueryAsync(ct);
        }
        return await meter.RateAsync(work);
    }
}
