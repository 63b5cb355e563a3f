using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

public sealed record SomethingHappened(string What);

/// <summary>Leaves one audit entry as its effect; told to fail or to wait, it does so before saving.</summary>
public sealed class ActOnSomething(PortalDbContext db, TimeProvider clock, ActOnSomething.Orders orders) : IHandle<SomethingHappened>
{
    public sealed class Orders
    {
        public Func<Task> BeforeSave { get; set; } = () => Task.CompletedTask;
    }

    public async Task HandleAsync(SomethingHappened what, CancellationToken ct)
    {
        db.Audit(Caller.System, clock, "something_done", "thing", what.What);
        await orders.BeforeSave();
        await db.SaveChangesAsync(ct);
    }
}

public sealed record OneOfMany(string What);

/// <summary>Leaves one audit entry for each; <c>late</c> fails by itself, <c>spoilt</c> makes every save with it fail.</summary>
public sealed class ActOnMany(PortalDbContext db, TimeProvider clock, ActOnMany.Seen seen) : IHandleMany<OneOfMany>
{
    public sealed class Seen
    {
        public List<int> Sizes { get; } = [];
    }

    public Task HandleAsync(IReadOnlyList<Told<OneOfMany>> all, CancellationToken ct)
    {
        seen.Sizes.Add(all.Count);
        foreach (var one in all)
        {
            if (one.What.What == "late") one.Fault = new TimeoutException("not now");
            else db.Audit(Caller.System, clock, "something_done", one.What.What == "spoilt" ? null! : "thing", one.What.What);
        }
        return Task.CompletedTask;
    }
}

public abstract class Delivering_the_outbox(DatabaseKind kind) : StorageSuite(kind)
{
    protected override void Register(IServiceCollection services) =>
        services.AddEventHandler<SomethingHappened, ActOnSomething>().AddSingleton<ActOnSomething.Orders>()
            .AddEventsHandler<OneOfMany, ActOnMany>().AddSingleton<ActOnMany.Seen>().AddSingleton<OutboxDelivery>();

    OutboxDelivery Delivery => Services.GetRequiredService<OutboxDelivery>();

    ActOnSomething.Orders Orders => Services.GetRequiredService<ActOnSomething.Orders>();

    Task TellAsync(string what = "first", DateTime? due = null, string? key = null) => InDatabaseAsync(db =>
    {
        db.Tell(new SomethingHappened(what), Clock, due, key);
        return db.SaveChangesAsync(Ct);
    });

    Task<int> EffectsAsync() => InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Act == "something_done", Ct));

    Task<List<OutboxMessage>> WaitingAsync() => InDatabaseAsync(db => db.Set<OutboxMessage>().AsNoTracking().ToListAsync(Ct));

    [Fact]
    public async Task A_message_reaches_its_handler_once_and_leaves_the_outbox()
    {
        await TellAsync();

        Assert.Equal(1, await Delivery.DeliverDueAsync(Ct));
        Assert.Equal(0, await Delivery.DeliverDueAsync(Ct));
        Assert.Equal(1, await EffectsAsync());
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task A_message_with_a_due_time_waits_for_it()
    {
        await TellAsync(due: Now.AddMinutes(10));

        Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(0, await Delivery.DeliverDueAsync(Ct));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Delivery.DeliverDueAsync(Ct));
        Assert.Equal(1, await EffectsAsync());
    }

    [Fact]
    public async Task A_message_taken_back_never_arrives_and_others_do()
    {
        await TellAsync("kept", Now.AddMinutes(1), "hold:1");
        await TellAsync("withdrawn", Now.AddMinutes(1), "hold:2");
        await InDatabaseAsync(async db =>
        {
            await db.WithdrawAsync("hold:2", Ct);
            await db.SaveChangesAsync(Ct);
        });

        Clock.Advance(TimeSpan.FromMinutes(1));
        await Delivery.DeliverDueAsync(Ct);
        Assert.Equal(["kept"], await InDatabaseAsync(db => db.Set<AuditEntry>().Select(a => a.ObjectId).ToListAsync(Ct)));
    }

    [Fact]
    public async Task A_handler_that_fails_leaves_no_effect_and_is_called_again_later()
    {
        await TellAsync();
        Orders.BeforeSave = () => throw new TimeoutException("not now");

        await Delivery.DeliverDueAsync(Ct);
        Assert.Equal(0, await EffectsAsync());
        Assert.Equal("TimeoutException: not now", Assert.Single(await WaitingAsync()).LastError);
        Assert.Equal(0, await Delivery.DeliverDueAsync(Ct));

        Orders.BeforeSave = () => Task.CompletedTask;
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await Delivery.DeliverDueAsync(Ct));
        Assert.Equal(1, await EffectsAsync());
    }

    [Fact]
    public async Task A_message_that_always_fails_is_parked_with_its_error_and_holds_up_nobody()
    {
        await TellAsync("poison");
        Orders.BeforeSave = () => throw new InvalidOperationException("cannot be done");
        for (var i = 0; i < 20; i++)
        {
            await Delivery.DeliverDueAsync(Ct);
            Clock.Advance(TimeSpan.FromMinutes(6));
        }
        var parked = Assert.Single(await WaitingAsync());
        Assert.NotNull(parked.ParkedAt);
        Assert.Contains("cannot be done", parked.LastError, StringComparison.Ordinal);
        Assert.Equal(12, parked.Attempts);

        Orders.BeforeSave = () => Task.CompletedTask;
        await TellAsync("healthy");
        Assert.Equal(1, await Delivery.DeliverDueAsync(Ct));
        Assert.Equal(1, await EffectsAsync());
    }

    [Fact]
    public async Task A_message_of_a_dead_node_comes_back_when_its_lease_ends()
    {
        await TellAsync();
        await InDatabaseAsync(db => db.ClaimMessagesAsync("dead", Now, TimeSpan.FromMinutes(2), 20, Ct));

        Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(0, await Delivery.DeliverDueAsync(Ct));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await Delivery.DeliverDueAsync(Ct));
        Assert.Equal(1, await EffectsAsync());
    }

    [Fact]
    public async Task A_node_so_slow_that_its_lease_ended_cannot_double_the_effect()
    {
        await TellAsync();
        await using var other = Build();
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Orders.BeforeSave = () => { reached.SetResult(); return goOn.Task; };

        var slow = Delivery.DeliverDueAsync(Ct);
        await reached.Task;
        Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await other.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct));
        goOn.SetResult();
        await slow;

        Assert.Equal(1, await EffectsAsync());
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task Two_nodes_that_look_at_once_take_different_messages()
    {
        for (var i = 0; i < 60; i++) await TellAsync(i.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
            InDatabaseAsync(db => db.ClaimMessagesAsync($"node {n}", Now, TimeSpan.FromMinutes(2), 15, Ct)), Ct)));

        Assert.Equal(60, claims.SelectMany(c => c).Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_message_that_takes_down_every_node_is_parked_before_it_takes_the_next()
    {
        await TellAsync("bomb");
        for (var i = 0; i < 12; i++)
        {
            await InDatabaseAsync(db => db.ClaimMessagesAsync($"dead {i}", Now, TimeSpan.FromMinutes(2), 20, Ct));
            Clock.Advance(TimeSpan.FromMinutes(3));
        }

        await Delivery.DeliverDueAsync(Ct);

        Assert.Equal(0, await EffectsAsync());
        Assert.NotNull(Assert.Single(await WaitingAsync()).ParkedAt);
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_leaves_its_messages_to_the_others_at_once()
    {
        await TellAsync("1");
        await TellAsync("2");
        await using var other = Build();
        using var stop = new CancellationTokenSource();
        Orders.BeforeSave = () => { stop.Cancel(); return Task.FromCanceled(stop.Token); };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Delivery.DeliverDueAsync(stop.Token));

        Assert.Equal(2, await other.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct));
        Assert.Equal(2, await EffectsAsync());
    }

    Task TellManyAsync(params string[] all) => InDatabaseAsync(db =>
    {
        foreach (var what in all) db.Tell(new OneOfMany(what), Clock);
        return db.SaveChangesAsync(Ct);
    });

    [Fact]
    public async Task What_waits_for_a_handler_of_many_is_handled_together()
    {
        await TellManyAsync("a", "b", "c");

        Assert.Equal(3, await Delivery.DeliverDueAsync(Ct));
        Assert.Equal([3], Services.GetRequiredService<ActOnMany.Seen>().Sizes);
        Assert.Equal(3, await EffectsAsync());
        Assert.Empty(await WaitingAsync());
    }

    [Fact]
    public async Task One_of_many_that_cannot_be_done_now_comes_again_alone()
    {
        await TellManyAsync("a", "late", "c");

        await Delivery.DeliverDueAsync(Ct);
        Assert.Equal(2, await EffectsAsync());
        Assert.Equal("TimeoutException: not now", Assert.Single(await WaitingAsync()).LastError);

        Clock.Advance(TimeSpan.FromSeconds(2));
        await TellManyAsync("d");
        await Delivery.DeliverDueAsync(Ct);
        Assert.Equal([3, 1, 1], Services.GetRequiredService<ActOnMany.Seen>().Sizes);
        Assert.Equal(3, await EffectsAsync());
    }

    [Fact]
    public async Task One_of_many_that_spoils_their_save_is_found_by_itself()
    {
        await TellManyAsync("a", "spoilt", "c");

        await Delivery.DeliverDueAsync(Ct);
        Assert.Equal(2, await EffectsAsync());
        Assert.Contains("spoilt", Assert.Single(await WaitingAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_node_took_over_meanwhile_cannot_be_removed_again_nor_its_effect_stored()
    {
        await TellManyAsync("a", "b");
        var lost = (await InDatabaseAsync(db => db.ClaimMessagesAsync("slow", Now, TimeSpan.FromMinutes(2), 1, Ct)))[0];
        Clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(2, await Delivery.DeliverDueAsync(Ct));
        await Assert.ThrowsAnyAsync<DbUpdateConcurrencyException>(() => InDatabaseAsync(db =>
        {
            db.Remove(lost);
            db.Audit(Caller.System, Clock, "something_done", "thing", "twice");
            return db.SaveChangesAsync(Ct);
        }));
        Assert.Equal(2, await EffectsAsync());
    }

    [Fact]
    public async Task What_waits_and_what_is_parked_is_counted()
    {
        await TellAsync("parked");
        Orders.BeforeSave = () => throw new InvalidOperationException("never");
        for (var i = 0; i < 12; i++)
        {
            await Delivery.DeliverDueAsync(Ct);
            Clock.Advance(TimeSpan.FromMinutes(6));
        }
        await TellAsync("late", Now.AddMinutes(-7));
        await TellAsync("later", Now.AddMinutes(7));

        var count = await InScopeAsync(s => s.GetRequiredService<CountOutbox>().HandleAsync(Ct));

        Assert.Equal(new OutboxCount(Waiting: 2, Parked: 1, OldestDue: TimeSpan.FromMinutes(7)), count);
    }

    [Fact]
    public async Task A_message_nobody_handles_is_kept_with_that_as_its_error()
    {
        await TellAsync();
        var nobody = new OutboxDelivery(Services.GetRequiredService<IServiceScopeFactory>(), [], Services.GetRequiredService<OutboxSignal>(), Clock, NullLogger<OutboxDelivery>.Instance);

        await nobody.DeliverDueAsync(Ct);
        Assert.Contains("No handler for SomethingHappened", Assert.Single(await WaitingAsync()).LastError, StringComparison.Ordinal);
    }
}

public sealed class Delivering_the_outbox_on_SQLite() : Delivering_the_outbox(DatabaseKind.Sqlite);

public sealed class Delivering_the_outbox_on_PostgreSQL() : Delivering_the_outbox(DatabaseKind.Postgres);
