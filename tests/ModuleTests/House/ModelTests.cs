using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.House;

public sealed class The_model
{
    static SqlitePortalDbContext Sqlite(IEnumerable<ModelPart> parts)
    {
        var options = new DbContextOptionsBuilder<SqlitePortalDbContext>().EnableServiceProviderCaching(false);
        StorageServices.Sqlite(options, "Data Source=:memory:");
        return new(((DbContextOptionsBuilder<SqlitePortalDbContext>)options).Options, parts);
    }

    static PostgresPortalDbContext Postgres(IEnumerable<ModelPart> parts)
    {
        var options = new DbContextOptionsBuilder<PostgresPortalDbContext>().EnableServiceProviderCaching(false);
        StorageServices.Postgres(options, "Host=localhost");
        return new(((DbContextOptionsBuilder<PostgresPortalDbContext>)options).Options, parts);
    }

    [Fact]
    public void Has_no_forgotten_migration_on_either_database()
    {
        using var sqlite = Sqlite(Model.Parts);
        using var postgres = Postgres(Model.Parts);
        Assert.False(sqlite.Database.HasPendingModelChanges(), "dev/add-migration NAME was forgotten (SQLite).");
        Assert.False(postgres.Database.HasPendingModelChanges(), "dev/add-migration NAME was forgotten (PostgreSQL).");
    }

    [Fact]
    public void A_table_without_a_migration_is_noticed()
    {
        using var sqlite = Sqlite([.. Model.Parts, new(typeof(Kernel.Sample).Assembly)]);
        using var postgres = Postgres([.. Model.Parts, new(typeof(Kernel.Sample).Assembly)]);
        Assert.True(sqlite.Database.HasPendingModelChanges());
        Assert.True(postgres.Database.HasPendingModelChanges());
    }

    // Neither orders or sums on SQLite as on PostgreSQL (docs/map.md).
    static readonly Type[] Banned = [typeof(decimal), typeof(DateTimeOffset), typeof(double), typeof(float)];

    static IEnumerable<string> BannedColumns(IModel model) =>
        from entity in model.GetEntityTypes()
        from property in entity.GetProperties()
        let stored = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType
        where Banned.Contains(Nullable.GetUnderlyingType(stored) ?? stored)
        select $"{entity.GetTableName()}.{property.GetColumnName()}";

    [Fact]
    public void Has_no_column_that_the_two_databases_treat_differently()
    {
        using var sqlite = Sqlite(Model.Parts);
        using var postgres = Postgres(Model.Parts);
        Assert.Empty(BannedColumns(sqlite.Model));
        Assert.Empty(BannedColumns(postgres.Model));
    }

    sealed class Wrong
    {
        public Guid Id { get; init; }
        public decimal Amount { get; init; }
        public DateTimeOffset? At { get; init; }
    }

    sealed class WrongContext(DbContextOptions<WrongContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Wrong>().ToTable("wrong");
    }

    [Fact]
    public void A_column_of_a_banned_kind_is_noticed()
    {
        using var wrong = new WrongContext(new DbContextOptionsBuilder<WrongContext>().UseSqlite("Data Source=:memory:").Options);
        Assert.Equal(["wrong.Amount", "wrong.At"], BannedColumns(wrong.Model));
    }

    static IEnumerable<string> WronglyNamed(IModel model, Func<Type, string?> module) =>
        from entity in model.GetEntityTypes()
        where !entity.IsOwned()
        let table = entity.GetTableName()
        let prefix = module(entity.ClrType)
        where table is not null && prefix is not null && !table.StartsWith(prefix + "_", StringComparison.Ordinal)
        select table;

    // A table's prefix is its module; what OpenIddict and Identity bring goes by the module that maps it.
    static string? Module(Type entity) =>
        entity.Namespace?.StartsWith("Wangting.", StringComparison.Ordinal) == true ? entity.Namespace.Split('.')[1].ToLowerInvariant() : null;

    [Fact]
    public void Names_each_table_after_its_module()
    {
        using var sqlite = Sqlite(Model.Parts);
        Assert.Empty(WronglyNamed(sqlite.Model, Module));
    }

    [Fact]
    public void A_table_under_another_modules_name_is_noticed()
    {
        using var sqlite = Sqlite(Model.Parts);
        Assert.NotEmpty(WronglyNamed(sqlite.Model, _ => "nowhere"));
    }
}
