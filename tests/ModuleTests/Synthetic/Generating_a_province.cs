using System.Collections;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Storage.Synthetic;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ModuleTests.Synthetic;

public abstract class Generating_a_province(DatabaseKind kind) : StorageSuite(kind)
{
    static readonly DateOnly October = new(2026, 10, 1);

    protected override void Register(IServiceCollection services) =>
        services.AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions().AddBilling();

    [Fact]
    public async Task What_is_read_back_is_what_was_made()
    {
        await GenerateAsync(120, months: 2);
        var made = new List<object>();
        var province = await ProvinceAsync(seed: 7, months: 2);
        province.Offers.AddTo(new Collected(made));
        for (var n = 0; n < 120; n++) province.Make(n, new Collected(made));

        await InDatabaseAsync(db =>
        {
            foreach (var rows in made.GroupBy(r => r.GetType()))
            {
                var entity = db.Model.FindEntityType(rows.Key)!;
                var stored = All(db, rows.Key).ToDictionary(r => Value(entity.FindPrimaryKey()!.Properties[0], r)!);
                Assert.Equal(stored.Count, rows.Count());
                foreach (var row in rows)
                {
                    var other = stored[Value(entity.FindPrimaryKey()!.Properties[0], row)!];
                    foreach (var property in entity.GetProperties().Where(p => p.FindAnnotation(ClosedColumns.Annotation) is null))
                        Assert.True(Same(Value(property, row), Value(property, other)), $"{entity.ShortName()}.{property.Name}: made {Value(property, row)}, stored {Value(property, other)}");
                }
            }
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_and_another_seed_something_else()
    {
        await GenerateAsync(60, months: 1);
        var first = await HashAsync(Services);
        await using var elsewhere = await TestDatabase.CreateAsync(Database.Kind);
        var again = await MakeElsewhereAsync(elsewhere, seed: 7);
        await using var third = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var other = await MakeElsewhereAsync(third, seed: 8);

        Assert.Equal(first.Hash, again.Hash);
        Assert.NotEqual(first.Hash, other.Hash);
        Assert.Equal(60, first.Tables.Single(t => t.Table == "customers_customers").Rows);
    }

    [Fact]
    public async Task The_same_data_hashes_alike_on_either_database()
    {
        await GenerateAsync(60, months: 1);
        await using var sqlite = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        Assert.Equal((await MakeElsewhereAsync(sqlite, seed: 7)).Hash, (await HashAsync(Services)).Hash);
    }

    [Fact]
    public async Task A_changed_row_changes_the_hash()
    {
        await GenerateAsync(20, months: 0);
        var before = await HashAsync(Services);
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Party>().OrderBy(p => p.Id).FirstAsync(Ct)).Name = "某人";
            await db.SaveChangesAsync(Ct);
        });
        var after = await HashAsync(Services);
        Assert.Equal(["customers_parties"], before.Tables.Zip(after.Tables).Where(t => t.First.Hash != t.Second.Hash).Select(t => t.First.Table));
    }

    [Fact]
    public async Task The_books_balance_and_every_kind_of_payer_is_there()
    {
        await GenerateAsync(400, months: 4);
        var verdict = (await InScopeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, Ct))).Value;
        Assert.Null(verdict.Wrong);
        Assert.True(verdict.Bills > 1000 && verdict.Payments > 900);
        await InDatabaseAsync(async db =>
        {
            var states = await db.Set<Bill>().Select(b => b.State).Distinct().ToListAsync(Ct);
            Assert.Contains(BillState.Issued, states);
            Assert.Contains(BillState.Paid, states);
            Assert.True(await db.Set<Bucket>().AnyAsync(b => b.Balance != Money.Zero, Ct));
            // What a line is charged for use beyond its plan is what its records add up to.
            var records = await db.Set<UsageRecord>().SumAsync(u => (long)(object)u.Charge, Ct);
            var billed = await db.Set<BillLine>().Where(l => l.Kind == ChargeKind.Voice || l.Kind == ChargeKind.Data || l.Kind == ChargeKind.Message).SumAsync(l => (long)(object)l.Amount, Ct);
            Assert.True(records > 0);
            Assert.Equal(records, billed);
        });
    }

    [Fact]
    public async Task Keys_and_indexes_are_afterwards_what_they_were()
    {
        var before = await DefinitionsAsync();
        await GenerateAsync(20, months: 1);
        Assert.True(before.Count > 50);
        Assert.Equal(before, await DefinitionsAsync());
    }

    [Fact]
    public async Task A_database_with_customers_is_refused_and_left_as_it_is()
    {
        await GenerateAsync(20, months: 0);
        var before = await HashAsync(Services);
        var indexes = await DefinitionsAsync();
        var second = await InScopeAsync(s => s.GetRequiredService<GenerateProvinceHandler>().HandleAsync(new GenerateProvince(5, 9), Caller.System, null, Ct));
        Assert.Equal("generate.not_empty", second.Refusal!.Code);
        Assert.Equal(before.Hash, (await HashAsync(Services)).Hash);
        Assert.Equal(indexes, await DefinitionsAsync());
    }

    [Fact]
    public async Task A_database_that_somebody_is_writing_to_is_refused()
    {
        await using var other = Services.CreateAsyncScope();
        var db = other.ServiceProvider.GetRequiredService<PortalDbContext>();
        await using var open = await db.Database.BeginTransactionAsync(Ct);
        db.Add(new Party { Id = Guid.CreateVersion7(), Name = "某人", CreatedAt = Now });
        await db.SaveChangesAsync(Ct);
        var refused = await InScopeAsync(s => s.GetRequiredService<GenerateProvinceHandler>().HandleAsync(new GenerateProvince(5, 9), Caller.System, null, Ct));
        Assert.Equal("generate.in_use", refused.Refusal?.Code);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_leaves_nothing_and_the_next_one_makes_all()
    {
        var indexes = await DefinitionsAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InScopeAsync(s =>
            s.GetRequiredService<GenerateProvinceHandler>().HandleAsync(new GenerateProvince(600, 7, 1, October), Caller.System, new StopsAt(stop), stop.Token)));
        Assert.Equal(indexes, await DefinitionsAsync());
        await InDatabaseAsync(async db => Assert.Equal(0, await db.Set<Party>().CountAsync(Ct) + await db.Set<Offer>().CountAsync(Ct)));
        await GenerateAsync(60, months: 1);
    }

    [Fact]
    public async Task Customers_do_not_depend_on_how_many_or_for_how_long()
    {
        await GenerateAsync(30, months: 0);
        var (small, large) = (new List<object>(), new List<object>());
        var (short_, long_) = (await ProvinceAsync(7, 0), await ProvinceAsync(7, 3));
        for (var n = 0; n < 30; n++) short_.Make(n, new Collected(small));
        for (var n = 0; n < 30; n++) long_.Make(n, new Collected(large));
        var parties = small.OfType<Party>().Select(p => (p.Id, p.Name, p.BirthDate)).ToArray();
        Assert.Equal(parties, large.OfType<Party>().Select(p => (p.Id, p.Name, p.BirthDate)));
        await InDatabaseAsync(async db => Assert.Equal(parties.Length, await db.Set<Party>().CountAsync(Ct)));
    }

    Task GenerateAsync(int customers, int months) => InScopeAsync(async s =>
    {
        var made = await s.GetRequiredService<GenerateProvinceHandler>().HandleAsync(new GenerateProvince(customers, 7, months, October), Caller.System, null, Ct);
        Assert.Null(made.Refusal);
    });

    static async Task<ProvinceHash> MakeElsewhereAsync(TestDatabase database, long seed)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Add(new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = database.Settings }).Build());
        services.AddLogging().AddKernel().AddStorage(); // keys of its own: another cell
        await using var provider = services.BuildServiceProvider();
        await InScopeAsync(provider, async s =>
        {
            Assert.Null((await s.GetRequiredService<GenerateProvinceHandler>().HandleAsync(new GenerateProvince(60, seed, 1, October), Caller.System, null, Ct)).Refusal);
            return true;
        });
        return await HashAsync(provider);
    }

    static Task<ProvinceHash> HashAsync(IServiceProvider services) => InScopeAsync(services, s => s.GetRequiredService<HashProvince>().HandleAsync(Ct));

    async Task<Province> ProvinceAsync(long seed, int months) =>
        new((await ReadShape.FromAsync(null, Ct)).Value, seed, months, October.AddMonths(1), Services.GetRequiredService<IOptions<OperatorOptions>>().Value, Services.GetRequiredService<SecretColumns>());

    Task<List<string>> DefinitionsAsync() => InDatabaseAsync(db => db.Database.SqlQueryRaw<string>(Database.Kind == DatabaseKind.Sqlite
        ? "SELECT name || ' ' || coalesce(sql, '') AS \"Value\" FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1"
        : """
          SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS "Value" FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
          UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1
          """).ToListAsync(Ct));

    static bool Same(object? one, object? other) => one is null or string || one.GetType().IsValueType ? Equals(one, other) : JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);

    static object? Value(IProperty property, object row) => property.PropertyInfo!.GetValue(row);

    static List<object> All(PortalDbContext db, Type type) =>
        [.. ((IEnumerable)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type).Invoke(db, null)!).Cast<object>()];

    sealed class Collected(List<object> made) : IRows
    {
        public void Add<T>(T row) where T : class => made.Add(row);
    }

    sealed class StopsAt(CancellationTokenSource stop) : IProgress<GenerateProgress>
    {
        public void Report(GenerateProgress value) => stop.Cancel();
    }
}

public sealed class Generating_a_province_on_SQLite() : Generating_a_province(DatabaseKind.Sqlite);

public sealed class Generating_a_province_on_PostgreSQL() : Generating_a_province(DatabaseKind.Postgres);
