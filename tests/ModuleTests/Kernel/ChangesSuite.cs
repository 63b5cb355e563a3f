using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

/// <summary>Readings are kept for as long as nothing they show has changed, on whatever node.</summary>
public abstract class Keeping_readings(DatabaseKind kind) : StorageSuite(kind)
{
    static readonly Guid Wang = Guid.CreateVersion7(), Li = Guid.CreateVersion7();

    protected override void Register(IServiceCollection services) => services.AddSingleton<ChangeWatch>();

    Kept<string, string> Kept => Services.GetRequiredService<Kept<string, string>>();

    static Task LookAsync(IServiceProvider node) => node.GetRequiredService<ChangeWatch>().LookAsync(Ct);

    static void Keep(IServiceProvider node, string key, params Guid[] about) =>
        node.GetRequiredService<Kept<string, string>>().Keep(key, key, node.GetRequiredService<Changes>().Begin(), about);

    // A row of anybody's: what matters is that it names the person.
    static Device DeviceOf(Guid person) => new() { Id = Guid.CreateVersion7(), SubjectId = person, KeyHash = Guid.CreateVersion7().ToString("N"), Name = "Chrome" };

    static Task SaveAsync(IServiceProvider node, Guid person) => InScopeAsync(node, async s =>
    {
        var db = s.GetRequiredService<PortalDbContext>();
        db.Add(DeviceOf(person));
        return await db.SaveChangesAsync(Ct);
    });

    [Fact]
    public async Task What_nothing_has_changed_is_found_again()
    {
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        Assert.Equal("wang", Kept.Find("wang"));
        Assert.Null(Kept.Find("li"));
    }

    [Fact]
    public async Task A_save_on_this_node_voids_at_once_what_it_concerns_and_nothing_else()
    {
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        Keep(Services, "li", Li);
        await SaveAsync(Services, Wang);
        Assert.Null(Kept.Find("wang"));
        Assert.Equal("li", Kept.Find("li"));
    }

    [Fact]
    public async Task A_save_on_another_node_voids_it_with_the_next_look()
    {
        await using var other = Build();
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        Keep(Services, "li", Li);
        await SaveAsync(other, Wang);
        await LookAsync(Services);
        Assert.Null(Kept.Find("wang"));
        Assert.Equal("li", Kept.Find("li"));
    }

    [Fact]
    public async Task A_reading_that_was_under_way_when_it_changed_is_not_believed()
    {
        await LookAsync(Services);
        var since = Services.GetRequiredService<Changes>().Begin();
        await SaveAsync(Services, Wang);
        Kept.Keep("wang", "as before", since, Wang);
        Assert.Null(Kept.Find("wang"));
    }

    [Fact]
    public async Task Whom_a_row_was_taken_from_is_concerned_too()
    {
        await InDatabaseAsync(db =>
        {
            db.Add(new NumberHandle { Id = Guid.CreateVersion7(), Value = "8613800000001", SubjectId = Wang, Since = Now });
            return db.SaveChangesAsync(Ct);
        });
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        await InDatabaseAsync(async db =>
        {
            (await db.Set<NumberHandle>().SingleAsync(Ct)).SubjectId = Li;
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Null(Kept.Find("wang"));
    }

    [Fact]
    public async Task Without_a_look_at_other_nodes_nothing_is_believed()
    {
        Keep(Services, "wang", Wang);
        Assert.Null(Kept.Find("wang"));
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        Assert.NotNull(Kept.Find("wang"));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(Kept.Find("wang"));
    }

    [Fact]
    public async Task Nothing_is_kept_longer_than_two_minutes()
    {
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        Clock.Advance(Changes.Longest);
        await LookAsync(Services);
        Assert.NotNull(Kept.Find("wang"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Kept.Find("wang"));
    }

    [Fact]
    public async Task A_save_about_very_many_voids_everything()
    {
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        await InDatabaseAsync(db =>
        {
            for (var n = 0; n < 300; n++) db.Add(DeviceOf(Guid.CreateVersion7()));
            return db.SaveChangesAsync(Ct);
        });
        Assert.Null(Kept.Find("wang"));
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_not_overlooked()
    {
        await using var other = Build();
        await LookAsync(Services);
        await using (var scope = other.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            await using var late = await db.Database.BeginTransactionAsync(Ct);
            db.Add(DeviceOf(Wang));
            await db.SaveChangesAsync(Ct);
            // Another one overtakes it, where the database lets it; the look then has seen the later and not the earlier.
            if (Database.Kind == DatabaseKind.Postgres) await SaveAsync(other, Li);
            await LookAsync(Services);
            Keep(Services, "wang", Wang);
            Assert.NotNull(Kept.Find("wang"));
            await late.CommitAsync(Ct);
        }
        await LookAsync(Services);
        Assert.Null(Kept.Find("wang"));
    }

    [Fact]
    public async Task A_save_that_fails_tells_nothing()
    {
        await LookAsync(Services);
        Keep(Services, "wang", Wang);
        await InDatabaseAsync(async db =>
        {
            var twice = DeviceOf(Wang);
            db.Add(twice);
            db.Add(new Device { Id = Guid.CreateVersion7(), SubjectId = Wang, KeyHash = twice.KeyHash, Name = "again" });
            return await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
        });
        await LookAsync(Services);
        Assert.NotNull(Kept.Find("wang"));
    }

    [Fact]
    public async Task Changes_are_thrown_away_when_all_have_heard_of_them()
    {
        await SaveAsync(Services, Wang);
        Clock.Advance(TimeSpan.FromMinutes(20));
        await InScopeAsync(s => s.GetRequiredService<ForgetChanges>().HandleAsync(Ct));
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<Change>().CountAsync(Ct)));
    }
}

public sealed class Keeping_readings_on_SQLite() : Keeping_readings(DatabaseKind.Sqlite);

public sealed class Keeping_readings_on_PostgreSQL() : Keeping_readings(DatabaseKind.Postgres);
