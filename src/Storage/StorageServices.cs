using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Storage.Keys;

namespace Wangting.Storage;

public static class StorageServices
{
    /// <summary>The unit of work on the database that configuration names.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSettings<DatabaseOptions>("Database");
        services.AddDbContext<SqlitePortalDbContext>((provider, options) => Sqlite(options, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString)
            .AddInterceptors(provider.GetRequiredService<OutboxWake>()));
        services.AddDbContext<PostgresPortalDbContext>((provider, options) => Postgres(options, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString)
            .AddInterceptors(provider.GetRequiredService<OutboxWake>()));
        foreach (var part in Model.Parts) services.AddSingleton(part);
        services.AddScoped<PortalDbContext>(provider => provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Kind == DatabaseKind.Sqlite
            ? provider.GetRequiredService<SqlitePortalDbContext>()
            : provider.GetRequiredService<PostgresPortalDbContext>());
        services.AddScoped<Synthetic.GenerateProvinceHandler>();
        services.AddScoped<Synthetic.HashProvince>();
        return services.AddKeys();
    }

    internal static DbContextOptionsBuilder Sqlite(DbContextOptionsBuilder options, string connection) =>
        Common(options.UseSqlite(connection)).AddInterceptors(new SqlitePragmas());

    internal static DbContextOptionsBuilder Postgres(DbContextOptionsBuilder options, string connection) =>
        Common(options.UseNpgsql(connection));

    static DbContextOptionsBuilder Common(DbContextOptionsBuilder options) =>
        // Lists of a row's parts are small here and never joined twice; a query that would multiply rows splits by itself.
        options.ConfigureWarnings(w => w.Ignore(RelationalEventId.MultipleCollectionIncludeWarning));
}
