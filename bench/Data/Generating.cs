using System.Globalization;
using Npgsql;

namespace Wangting.Bench;

/// <summary>Making a province against copying the very same rows, laid out beforehand, into the same tables in the same
/// manner: one transaction, keys and indexes afterwards. What remains is the price of making them up, encrypted documents
/// included, which a second processor should hide.</summary>
internal sealed class Generating(int months) : Comparison
{
    World world = null!;
    Meter meter = null!;
    readonly List<(string Table, string Columns, string File)> copies = [];
    string[] drop = [], make = [];
    long rows;
    // Many enough that starting up and warming up do not count; the province that other lines ask has its own size.
    readonly int customers = months == 0 ? 100_000 : 10_000;
    double fastest;

    public override string Name => months == 0 ? "generate" : $"generate-{months}";
    public override string What => $"generate, {months} months, against COPY of the same rows";
    protected override int MostWarmUps => 1;
    public override string Unit => "rows/s";
    public override (double, double)? Limits => (0.5, 0.8);
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{customers:N0} customers, {rows:N0} rows; at best {fastest:N0} customers/s");

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        this.world = world;
        meter = await world.MeterAsync(ct);
        var connection = await world.ProvinceAsync(customers, months, ct);
        await using var from = new NpgsqlConnection(connection);
        await from.OpenAsync(ct);
        foreach (var table in await ListAsync(from, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname ~ '^(catalogue|customers|identity_(subjects|numbers)|subscriptions|resources|billing)'", ct))
        {
            var columns = string.Join(", ", (await ListAsync(from, $"SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum", ct)));
            var file = Path.Combine(world.Folder, $"{Name}-{table}.copy");
            await using (var kept = File.Create(file))
            await using (var stream = await from.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) TO STDOUT (FORMAT BINARY)", ct)) await stream.CopyToAsync(kept, ct);
            if (new FileInfo(file).Length > 21) copies.Add((table, columns, file)); // more than header and end
            rows += long.Parse((await ListAsync(from, $"SELECT count(*)::text FROM {table}", ct))[0], CultureInfo.InvariantCulture);
        }
        var filled = string.Join(", ", copies.Select(c => $"'{c.Table}'::regclass"));
        var constraints = $"FROM pg_constraint WHERE (contype = 'f' AND (conrelid IN ({filled}) OR confrelid IN ({filled}))) OR (contype = 'p' AND conrelid IN ({filled}))";
        var indexes = $"FROM pg_index i WHERE indrelid IN ({filled}) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype = 'p')";
        drop = [.. await ListAsync(from, $"SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) {constraints} ORDER BY contype", ct), .. await ListAsync(from, $"SELECT format('DROP INDEX %s', indexrelid::regclass) {indexes}", ct)];
        make = [.. await ListAsync(from, $"SELECT pg_get_indexdef(indexrelid) {indexes}", ct),
            .. await ListAsync(from, $"SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) {constraints} ORDER BY contype DESC", ct)];
    }

    protected override async Task<Run> OursAsync(CancellationToken ct)
    {
        var run = await OnEmptyAsync(connection => world.GenerateAsync(connection, customers, months, ct), ct);
        fastest = Math.Max(fastest, run.Value / rows * customers);
        return run;
    }

    protected override Task<Run> BareAsync(CancellationToken ct) => OnEmptyAsync(async connection =>
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        await using var transaction = await open.BeginTransactionAsync(ct);
        await RunAsync(open, drop, ct);
        await RunAsync(open, [$"TRUNCATE {string.Join(", ", copies.Select(c => c.Table))}"], ct);
        foreach (var (table, columns, file) in copies)
        {
            await using var kept = File.OpenRead(file);
            await using var stream = await open.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY, FREEZE)", ct);
            await kept.CopyToAsync(stream, 1 << 20, ct);
        }
        await RunAsync(open, ["SET LOCAL maintenance_work_mem = '256MB'", .. make, .. copies.Select(c => $"ANALYZE {c.Table}")], ct);
        await transaction.CommitAsync(ct);
        return rows;
    }, ct);

    async Task<Run> OnEmptyAsync(Func<string, Task<long>> work, CancellationToken ct)
    {
        var connection = await world.EmptyAsync(ct);
        var run = await meter.RateAsync(() => work(connection));
        await world.DropAsync(connection);
        return run;
    }

#pragma warning disable CA2100 // The database's own words.
    static async Task RunAsync(NpgsqlConnection open, IEnumerable<string> statements, CancellationToken ct)
    {
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, open);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    static async Task<List<string>> ListAsync(NpgsqlConnection open, string query, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(query, open);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var list = new List<string>();
        while (await reader.ReadAsync(ct)) list.Add(reader.GetString(0));
        return list;
    }
#pragma warning restore CA2100
}
