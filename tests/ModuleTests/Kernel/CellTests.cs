using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

/// <summary>Several cells share a server, each in the schema that its Search Path names.</summary>
public sealed class Cells_in_one_database
{
    [Fact]
    public async Task Are_migrated_each_for_itself_and_again_and_none_sees_anothers_rows()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres); // the first cell, in public
        string Cell(string schema) => new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = schema }.ConnectionString;
        await TestDatabase.RunAsync(database.ConnectionString, "CREATE SCHEMA east; CREATE SCHEMA west");
        foreach (var cell in (string[])["east", "west", "east", "west"]) await TestDatabase.MigrateAsync(DatabaseKind.Postgres, Cell(cell));

        await InCellAsync(Cell("east"), async db =>
        {
            db.Audit(Caller.System, TimeProvider.System, "thing_changed", "thing", "1", Guid.CreateVersion7());
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        foreach (var (cell, rows) in new[] { (Cell("east"), 1), (Cell("west"), 0), (database.ConnectionString, 0) })
            Assert.Equal(rows, await InCellAsync(cell, db => db.Set<AuditEntry>().CountAsync(TestContext.Current.CancellationToken)));
    }

    static async Task<T> InCellAsync<T>(string connection, Func<PortalDbContext, Task<T>> act)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Database:Kind", "Postgres"), new("Database:ConnectionString", connection)]).Build());
        services.AddLogging().AddKernel().AddStorage();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<PortalDbContext>());
    }
}
