using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Storage;

public static class Preparation
{
    /// <summary>Brings the database to this version's tables: SQLite always, PostgreSQL only when told to (a fleet of nodes
    /// must not race to change it).</summary>
    /// <returns>Names of the migrations applied.</returns>
    /// <exception cref="SetupProblem">PostgreSQL lacks migrations and may not be changed: says what to run.</exception>
    public static async Task<IReadOnlyList<string>> PrepareAsync(this IServiceProvider services, bool migratePostgres, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        string[] pending;
        try { pending = [.. await db.Database.GetPendingMigrationsAsync(ct)]; }
        catch (DbException fault) { throw new SetupProblem($"The database cannot be opened: {fault.Message} See Database:Kind and Database:ConnectionString.", fault); }
        if (pending.Length == 0) return pending;
        var kind = scope.ServiceProvider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Kind;
        if (kind == DatabaseKind.Postgres && !migratePostgres)
            throw new SetupProblem($"The database lacks {pending.Length} migration(s), the first is {pending[0]}. Run: wangting migrate");
        await db.Database.MigrateAsync(ct);
        return pending;
    }
}
