using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>Makes a coherent synthetic province in an empty database. The same seed, shape, months and last month make the
/// same data on any day and either database.</summary>
/// <param name="Months">Of use, bills and payments; 0 makes customers, lines and what they have.</param>
/// <param name="Until">A day in the last month; the last full month when null.</param>
/// <param name="ShapeFile">Distributions as data; the product's own when null.</param>
public sealed record GenerateProvince(int Customers, long Seed, int Months = 0, DateOnly? Until = null, string? ShapeFile = null);

/// <param name="Until">First day of the last month.</param>
public sealed record GeneratedProvince(int Customers, long Rows, DateOnly Until);

public readonly record struct GenerateProgress(int Customers, long Rows);

public sealed class GenerateProvinceHandler(PortalDbContext db, SecretColumns secrets, IOptions<OperatorOptions> house, IOptions<DatabaseOptions> database, TimeProvider clock)
{
    const int MostMonths = 60;

    public async Task<Outcome<GeneratedProvince>> HandleAsync(GenerateProvince command, Caller caller, IProgress<GenerateProgress>? progress, CancellationToken ct)
    {
        if ((await ReadShape.FromAsync(command.ShapeFile, ct)).IsRefused(out var unfit, out var shape)) return unfit;
        if (command.Customers < 1 || command.Customers > Province.Most(shape)) return Refusal.Invalid("generate.customers_wrong", "customers", ("most", Province.Most(shape)));
        if (command.Months is < 0 or > MostMonths) return Refusal.Invalid("generate.months_wrong", "months", ("most", MostMonths));
        var today = house.Value.DayOf(clock.GetUtcNow().UtcDateTime);
        var ends = FirstOf(command.Until?.AddMonths(1) ?? today);
        if (ends > today) return Refusal.Invalid("generate.until_ahead", "until");

        var province = new Province(shape, command.Seed, command.Months, ends, house.Value, secrets);
        // The keys are read (and made, on a new database) now: SQLite lets nobody read beside the load.
        _ = secrets.Close(nameof(GenerateProvince), "");
        var tables = new Tables(db.Model);
        await using ILoad load = database.Value.Kind == DatabaseKind.Postgres ? new PostgresLoad(db, tables) : new SqliteLoad(db, tables);
        if (await load.BeginAsync(ct) is { } refused) return refused;
        var rows = await FillAsync(province, load, command.Customers, progress, ct);
        await load.FinishAsync(ct);
        db.Audit(caller, clock, "province_generated", "province", shape.Name, details: new { command.Customers, command.Seed, command.Months, until = ends.AddMonths(-1), rows });
        await db.SaveChangesAsync(ct);
        await load.CommitAsync(ct);
        return new GeneratedProvince(command.Customers, rows, ends.AddMonths(-1));
    }

    // Parts are made ahead on other cores while one is stored. Few, so that memory does not grow with the province.
    static async Task<long> FillAsync(Province province, ILoad load, int customers, IProgress<GenerateProgress>? progress, CancellationToken ct)
    {
        var each = Math.Max(20, 2_000 / (1 + 8 * province.Months));
        var underWay = new Queue<Task<IPart>>();
        long rows = 0;
        var (begun, done) = (0, 0);
        while (true)
        {
            for (; underWay.Count <= Environment.ProcessorCount && begun < customers; begun += each) underWay.Enqueue(MakeAsync(begun));
            if (!underWay.TryDequeue(out var made)) return rows;
            var part = await made;
            rows += part.Rows;
            await load.StoreAsync(part, ct);
            progress?.Report(new(done = Math.Min(done + each, customers), rows));
        }

        Task<IPart> MakeAsync(int from) => Task.Run(() =>
        {
            var part = load.NewPart();
            if (from == 0) province.Offers.AddTo(part);
            for (var n = from; n < Math.Min(from + each, customers) && !ct.IsCancellationRequested; n++) province.Make(n, part);
            return part;
        }, ct);
    }

    static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
