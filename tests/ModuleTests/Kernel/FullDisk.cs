using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

/// <summary>SQLite alone: a full disk is made by allowing the file no further page, which gives the same error.</summary>
public sealed class A_full_disk() : StorageSuite(DatabaseKind.Sqlite)
{
    const int SqliteFull = 13;

    [Fact]
    public async Task Refuses_the_whole_act_keeps_reading_and_needs_no_repair()
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await db.Database.OpenConnectionAsync(Ct);
        for (var i = 0; i < 50; i++) db.Audit(Caller.System, Clock, "tested", "thing", $"{i}", details: new { text = new string('x', 3000) });
        db.Tell(new SomethingHappened("together with it"), Clock);
        var pages = await db.Database.SqlQuery<long>($"SELECT page_count AS Value FROM pragma_page_count").SingleAsync(Ct);
#pragma warning disable EF1003 // A pragma takes no parameter; the number is the database's own.
        await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = " + pages, Ct);
#pragma warning restore EF1003

        var full = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
        Assert.Equal(SqliteFull, Assert.IsType<SqliteException>(full.InnerException).SqliteErrorCode);
        Assert.False(db.IsDuplicateKey(full));
        Assert.Equal((0, 0), (await db.Set<AuditEntry>().CountAsync(Ct), await db.Set<OutboxMessage>().CountAsync(Ct)));

        await db.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 1000000", Ct);
        Assert.Equal(51, await db.SaveChangesAsync(Ct));
    }
}
