using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Wangting.Kernel;
using Wangting.Storage.Keys;

namespace Wangting.Storage;

public static class StorageServices
{
    /// <summary>The unit of work on the database that configuration names.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSettings<DatabaseOptions>("Database");
        // Pooled: a context with its services weighs more than most requests ask of it.
        services.AddDbContextPool<SqlitePortalDbContext>((provider, options) => Sqlite(options, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString)
            .UseModel(Storage.Model.For(DatabaseKind.Sqlite))
            .AddInterceptors(provider.GetRequiredService<TellOfChanges>(), provider.GetRequiredService<OutboxWake>(), provider.GetRequiredService<ChangeNotes>()));
        services.AddDbContextPool<PostgresPortalDbContext>((provider, options) => Postgres(options, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString)
            .UseModel(Storage.Model.For(DatabaseKind.Postgres))
            .AddInterceptors(provider.GetRequiredService<TellOfChanges>(), provider.GetRequiredService<OutboxWake>(), provider.GetRequiredService<ChangeNotes>()));
        foreach (var part in Model.Parts) services.AddSingleton(part);
        services.AddScoped<PortalDbContext>(provider => provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Kind == DatabaseKind.Sqlite
            ? provider.GetRequiredService<SqlitePortalDbContext>()
            : provider.GetRequiredService<PostgresPortalDbContext>());
        services.AddScoped<Synthetic.GenerateProvinceHandler>();
        services.AddScoped<Synthetic.HashProvince>();
        services.AddScoped<ViewDatabase>();
        services.AddScoped<Backups.BackUpHandler>();
        services.AddScoped<Backups.RestoreHandler>();
        return services.AddKeys();
    }

    internal static DbContextOptionsBuilder Sqlite(DbContextOptionsBuilder options, string connection) =>
        Common(options.UseSqlite(connection)).AddInterceptors(new SqlitePragmas());

    internal static DbContextOptionsBuilder Postgres(DbContextOptionsBuilder options, string connection) =>
        Common(options.UseNpgsql(Prepared(connection))).ReplaceService<IModificationCommandBatchFactory, PostgresBatches>();

    // A statement seen twice on a connection is prepared there: planning the home's costs PostgreSQL ten times its execution.
    // A setting of the operator's own stands (a pooler between that cannot keep statements: 0). Nor is a connection reset when
    // it goes back: nothing here changes a session beyond its transaction, and it would be a statement more for every one asked.
    static string Prepared(string connection)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = connection };
        return said.ContainsKey("Max Auto Prepare") || said.ContainsKey("MaxAutoPrepare") ? connection
            : new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, NoResetOnClose = true }.ConnectionString;
    }

    static DbContextOptionsBuilder Common(DbContextOptionsBuilder options) =>
        // Lists of a row's parts are small here and never joined twice; a query that would multiply rows splits by itself.
        // That no migration is forgotten, tests say: to compare the whole model with the last one takes longer than most migrations.
        options.ConfigureWarnings(w => w.Ignore(RelationalEventId.MultipleCollectionIncludeWarning, RelationalEventId.PendingModelChangesWarning));
}
