using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

/// <summary>A table of one column of each kind that the conventions care for.</summary>
internal sealed class Sample : IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public DateTime At { get; set; }
    public Money Amount { get; set; }
    public UnitPrice Price { get; set; }
    public LocalText Name { get; set; } = LocalText.Of("流量包", "Data pack");
    public DatabaseKind Kind { get; set; }
    public required string UniqueKey { get; init; }
    public int Version { get; set; }
}

internal sealed class SampleTable : IEntityTypeConfiguration<Sample>
{
    public void Configure(EntityTypeBuilder<Sample> builder)
    {
        builder.ToTable("test_samples");
        builder.HasIndex(s => s.UniqueKey).IsUnique();
    }
}

public abstract class Columns_by_convention(DatabaseKind kind) : StorageSuite(kind)
{
    // Its own model, so its own service provider: the cache of models knows contexts by type alone.
    PortalDbContext Open()
    {
        ModelPart[] parts = [new(typeof(Sample).Assembly)];
        if (Database.Kind == DatabaseKind.Sqlite)
        {
            var sqlite = new DbContextOptionsBuilder<SqlitePortalDbContext>().EnableServiceProviderCaching(false);
            StorageServices.Sqlite(sqlite, Database.ConnectionString);
            return new SqlitePortalDbContext(((DbContextOptionsBuilder<SqlitePortalDbContext>)sqlite).Options, parts);
        }
        var postgres = new DbContextOptionsBuilder<PostgresPortalDbContext>().EnableServiceProviderCaching(false);
        StorageServices.Postgres(postgres, Database.ConnectionString);
        return new PostgresPortalDbContext(((DbContextOptionsBuilder<PostgresPortalDbContext>)postgres).Options, parts);
    }

    async Task<PortalDbContext> OpenWithTableAsync()
    {
        var db = Open();
        await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(Ct);
        return db;
    }

    [Fact]
    public async Task Times_come_back_as_UTC_and_money_as_it_went()
    {
        await using var db = await OpenWithTableAsync();
        var at = new DateTime(2026, 2, 28, 16, 0, 0, 123, DateTimeKind.Utc);
        db.Add(new Sample { UniqueKey = "a", At = at, Amount = new Money(long.MaxValue), Price = new UnitPrice(-1), Kind = DatabaseKind.Postgres });
        await db.SaveChangesAsync(Ct);
        db.ChangeTracker.Clear();

        var back = await db.Set<Sample>().SingleAsync(Ct);
        Assert.Equal((at, DateTimeKind.Utc), (back.At, back.At.Kind));
        Assert.Equal((new Money(long.MaxValue), new UnitPrice(-1), DatabaseKind.Postgres), (back.Amount, back.Price, back.Kind));
        Assert.Equal(("流量包", "Data pack"), (back.Name.In("zh-CN"), back.Name.In("en")));
    }

    [Fact]
    public async Task Times_and_money_order_by_their_size()
    {
        await using var db = await OpenWithTableAsync();
        var first = new DateTime(2026, 9, 30, 23, 59, 59, 999, DateTimeKind.Utc);
        long[] amounts = [1000, -5, 99, 0, 12_345_678_90];
        for (var i = 0; i < amounts.Length; i++)
            db.Add(new Sample { UniqueKey = $"{i}", Amount = new Money(amounts[i]), At = first.AddMilliseconds(amounts[i]) });
        await db.SaveChangesAsync(Ct);

        Assert.Equal(amounts.Order(), (await db.Set<Sample>().OrderBy(s => s.Amount).Select(s => s.Amount).ToListAsync(Ct)).Select(m => m.Minor));
        Assert.Equal(amounts.Order(), (await db.Set<Sample>().OrderBy(s => s.At).Select(s => s.Amount).ToListAsync(Ct)).Select(m => m.Minor));
        Assert.Equal(2, await db.Set<Sample>().CountAsync(s => s.At > first.AddMilliseconds(100), Ct));
    }

    [Fact]
    public async Task A_key_that_is_taken_is_told_from_other_failures()
    {
        await using var db = await OpenWithTableAsync();
        db.Add(new Sample { UniqueKey = "same" });
        await db.SaveChangesAsync(Ct);

        db.Add(new Sample { UniqueKey = "same" });
        var taken = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
        Assert.True(db.IsDuplicateKey(taken));

        db.ChangeTracker.Clear();
        db.Add(new Sample { UniqueKey = null! });
        var missing = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
        Assert.False(db.IsDuplicateKey(missing));
    }

    [Fact]
    public async Task Of_two_writers_of_one_record_the_second_is_told()
    {
        await using var one = await OpenWithTableAsync();
        await using var two = Open();
        one.Add(new Sample { UniqueKey = "a" });
        await one.SaveChangesAsync(Ct);
        var other = await two.Set<Sample>().SingleAsync(Ct);
        (await one.Set<Sample>().SingleAsync(Ct)).Amount = new Money(1);
        other.Amount = new Money(2);

        await one.SaveChangesAsync(Ct);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => two.SaveChangesAsync(Ct));
        Assert.Equal(new Money(1), await one.Set<Sample>().Select(s => s.Amount).SingleAsync(Ct));
    }
}

public sealed class Columns_by_convention_on_SQLite() : Columns_by_convention(DatabaseKind.Sqlite);

public sealed class Columns_by_convention_on_PostgreSQL() : Columns_by_convention(DatabaseKind.Postgres);
