using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wangting.Import;
using Wangting.Kernel;

namespace Wangting.Bench;

/// <summary>Importing a file of customers against reading the same file and inserting four plain rows for each line, in
/// batches of the same size: what checking, deduplicating, encrypting and remembering the source cost.</summary>
internal sealed class Importing : Comparison
{
    const int Lines = 5_000;
    World world = null!;
    Meter meter = null!;
    string file = "";

    public override string Name => "import";
    public override string What => "import customers, against plain batched inserts";
    protected override int MostWarmUps => 1;
    public override string Unit => "lines/s";
    public override string? Note => string.Create(CultureInfo.InvariantCulture, $"{Lines:N0} lines, each a person, customer, document, phone");

    protected override async Task PrepareAsync(World world, CancellationToken ct)
    {
        (this.world, meter) = (world, await world.MeterAsync(ct));
        file = Path.Combine(world.Folder, "customers.csv");
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("客户编号,类型,姓名,证件号码,联系电话,电子邮箱,星级,上级,管理员,入网日期,地市,修改时间");
        for (var n = 0; n < Lines; n++)
        {
            var body = string.Create(CultureInfo.InvariantCulture, $"3201021834{n % 12 + 1:D2}{n % 28 + 1:D2}{n % 1000:D3}");
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"K{n:D6},个人,客户{n},{body}{Check(body)},154{n:D8},,3,,,2020-03-01,南京,20261101093000"));
        }
    }

    protected override Task<Run> OursAsync(CancellationToken ct) => OnEmptyAsync(async connection =>
    {
        using var host = Hall.BuildForCommand(world.SettingsFor(connection));
        await using var scope = host.Services.CreateAsyncScope();
        var map = Path.Combine(OwnPostgres.Repository, "docs", "import", "example", "customers.map.json");
        var done = (await scope.ServiceProvider.GetRequiredService<RunImportHandler>().HandleAsync(new RunImport("customers", file, map), Caller.System, null, ct)).Value;
        return done.Totals.RowsWithRejects == 0 ? done.Totals.Rows : throw new InvalidOperationException("The import refused lines: see " + done.Rejects);
    }, ct);

    protected override Task<Run> BareAsync(CancellationToken ct) => OnEmptyAsync(async connection =>
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(ct);
        await using (var tables = new NpgsqlCommand("""
            CREATE TABLE bare_party (id uuid PRIMARY KEY, name text, source text UNIQUE);
            CREATE TABLE bare_customer (id uuid PRIMARY KEY, party uuid REFERENCES bare_party, number text UNIQUE);
            CREATE TABLE bare_document (id uuid PRIMARY KEY, party uuid REFERENCES bare_party, number text);
            CREATE TABLE bare_contact (id uuid PRIMARY KEY, party uuid REFERENCES bare_party, value text);
            """, open)) await tables.ExecuteNonQueryAsync(ct);
        long lines = 0;
        foreach (var chunk in File.ReadLines(file).Skip(1).Chunk(RunImportHandler.BatchRows))
        {
            await using var batch = new NpgsqlBatch(open);
            foreach (var fields in chunk.Select(l => l.Split(',')))
            {
                var party = Guid.CreateVersion7();
                Add(batch, "INSERT INTO bare_party VALUES ($1, $2, $3)", party, fields[2], fields[0]);
                Add(batch, "INSERT INTO bare_customer VALUES ($1, $2, $3)", Guid.CreateVersion7(), party, fields[0]);
                Add(batch, "INSERT INTO bare_document VALUES ($1, $2, $3)", Guid.CreateVersion7(), party, fields[3]);
                Add(batch, "INSERT INTO bare_contact VALUES ($1, $2, $3)", Guid.CreateVersion7(), party, fields[4]);
                lines++;
            }
            await batch.ExecuteNonQueryAsync(ct);
        }
        return lines;
    }, ct);

    static void Add(NpgsqlBatch batch, string statement, params object[] values)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    async Task<Run> OnEmptyAsync(Func<string, Task<long>> work, CancellationToken ct)
    {
        var connection = await world.EmptyAsync(ct);
        var run = await meter.RateAsync(() => work(connection));
        await world.DropAsync(connection);
        return run;
    }

    // GB 11643-1999.
    static char Check(string body)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (body[i] - '0') * (1 << (17 - i)) % 11;
        return "10X98765432"[sum % 11];
    }
}
