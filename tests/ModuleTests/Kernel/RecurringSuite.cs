using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

public abstract class Recurring_work(DatabaseKind kind) : StorageSuite(kind)
{
    int runs;
    Exception? failure;

    RecurringWork Node(string cron = "0 */5 * * * *") => new(Services.GetRequiredService<IServiceScopeFactory>(), [new Recurring("count", cron, (_, _) =>
    {
        Interlocked.Increment(ref runs);
        return failure is null ? Task.CompletedTask : throw failure;
    })], Clock, Services.GetRequiredService<Texts>(), NullLogger<RecurringWork>.Instance);

    [Fact]
    public async Task Runs_at_its_times_and_not_between()
    {
        var node = Node();
        await node.RunDueAsync(Ct);
        Clock.Advance(TimeSpan.FromMinutes(4));
        await node.RunDueAsync(Ct);
        Assert.Equal(0, runs);

        Clock.Advance(TimeSpan.FromMinutes(1));
        await node.RunDueAsync(Ct);
        await node.RunDueAsync(Ct);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Of_many_nodes_one_runs_it()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => Node()).ToList();
        await nodes[0].RunDueAsync(Ct);
        Clock.Advance(TimeSpan.FromMinutes(5));

        await Task.WhenAll(nodes.Select(n => Task.Run(() => n.RunDueAsync(Ct), Ct)));

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Many_nodes_that_start_at_once_agree_on_one_row()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Node().RunDueAsync(Ct), Ct)));

        Assert.Equal(1, await InDatabaseAsync(db => db.Set<ScheduleRow>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_failure_is_kept_in_its_row_and_the_next_time_still_comes()
    {
        var node = Node();
        await node.RunDueAsync(Ct);
        failure = new InvalidOperationException("no paper");
        Clock.Advance(TimeSpan.FromMinutes(5));
        await node.RunDueAsync(Ct);
        Assert.Equal("InvalidOperationException: no paper", await InDatabaseAsync(db => db.Set<ScheduleRow>().Select(s => s.LastError).SingleAsync(Ct)));

        failure = null;
        Clock.Advance(TimeSpan.FromMinutes(5));
        await node.RunDueAsync(Ct);
        Assert.Equal(2, runs);
        Assert.Null(await InDatabaseAsync(db => db.Set<ScheduleRow>().Select(s => s.LastError).SingleAsync(Ct)));
    }

    [Fact]
    public async Task After_a_long_absence_it_runs_once_and_not_once_for_each_time_missed()
    {
        var node = Node();
        await node.RunDueAsync(Ct);
        Clock.Advance(TimeSpan.FromDays(3));

        await node.RunDueAsync(Ct);
        await node.RunDueAsync(Ct);

        Assert.Equal(1, runs);
    }
}

public sealed class Recurring_work_on_SQLite() : Recurring_work(DatabaseKind.Sqlite);

public sealed class Recurring_work_on_PostgreSQL() : Recurring_work(DatabaseKind.Postgres);
