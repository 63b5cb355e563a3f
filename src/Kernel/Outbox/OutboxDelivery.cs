using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wangting.Kernel;

/// <summary>Which handler an event type goes to: one type, one handler.</summary>
/// <param name="Invoke">Given the bodies of the messages, answers with the fault of each that failed by itself.</param>
/// <param name="Many">Whether it takes more than one.</param>
public sealed record EventRoute(string Type, string Handler, bool Many, Func<IServiceProvider, IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<Exception?>>> Invoke);

/// <summary>Lets a save in this process wake the delivery at once instead of at its next look.</summary>
public sealed class OutboxSignal
{
    // One slot: two saves that wake it together wake it once.
    readonly System.Threading.Channels.Channel<bool> waiting = System.Threading.Channels.Channel.CreateBounded<bool>(new System.Threading.Channels.BoundedChannelOptions(1) { FullMode = System.Threading.Channels.BoundedChannelFullMode.DropWrite });

    public void Wake() => waiting.Writer.TryWrite(true);

    /// <summary>Waits for a wake-up, but not longer than <paramref name="most"/>.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try { await waiting.Reader.ReadAsync(either.Token); }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { /* nobody called: time for the regular look */ }
    }
}

/// <summary>Delivers the outbox: claims a batch under a lease, hands each message (or several of a type, where its handler takes
/// many) to its handler in a scope of its own, removes it in the same save as the effect. A dead node's messages come back
/// when the lease ends; one that keeps failing is parked with its error.</summary>
public sealed partial class OutboxDelivery(IServiceScopeFactory scopes, IEnumerable<EventRoute> routes, OutboxSignal signal, TimeProvider clock, ILogger<OutboxDelivery> log) : BackgroundService
{
    const int Batch = 40;
    /// <summary>How many of a type one unit of work takes: the slowest gateway call in it must end well within the lease.</summary>
    const int Together = 20;
    const int MostAttempts = 12;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    // Unique to this life: a process number comes back, in containers it is always 1.
    readonly string node = $"{Environment.MachineName}:{Guid.CreateVersion7():N}";
    readonly Dictionary<string, EventRoute> routeOf = routes.ToDictionary(r => r.Type, StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverDueAsync(stoppingToken) == 0) await signal.WaitAsync(Look, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // The database may be away for a while; the delivery must be there when it comes back.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LookFailed(fault);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, stoppingToken);
            }
        }
    }

    /// <summary>One look: delivers what is due now and says how many messages it took. Tests call it directly.</summary>
    public async Task<int> DeliverDueAsync(CancellationToken ct)
    {
        OutboxMessage[] claimed;
        int writers;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            // What an update returns is in no order; ids rise with time.
            claimed = [.. (await db.ClaimMessagesAsync(node, Now, Lease, Batch, ct)).OrderBy(m => m.Id)];
            writers = db.Writers;
        }
        var left = new ConcurrentQueue<OutboxMessage[]>(Groups(claimed));
        try { await Task.WhenAll(Enumerable.Range(0, Math.Min(writers, left.Count)).Select(_ => DeliverFromAsync(left, ct))); }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await ReleaseAsync([.. left.SelectMany(g => g.Select(m => m.Id))]);
            throw;
        }
        return claimed.Length;
    }

    // What has failed before, or was on a node that died, goes alone: it may spoil it for the others again.
    IEnumerable<OutboxMessage[]> Groups(OutboxMessage[] claimed) => claimed
        .GroupBy(m => m.Attempts == 1 && routeOf.TryGetValue(m.Type, out var route) && route.Many ? (m.Type, Guid.Empty) : (m.Type, m.Id))
        .SelectMany(g => g.Chunk(Together));

    async Task DeliverFromAsync(ConcurrentQueue<OutboxMessage[]> left, CancellationToken ct)
    {
        while (left.TryDequeue(out var group))
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                await DeliverAsync(group, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                left.Enqueue(group); // begun or not, it has not been done
                throw;
            }
        }
    }

    // A node that stops in good order leaves nothing waiting for its lease to end.
    async Task ReleaseAsync(Guid[] ids)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Set<OutboxMessage>().Where(m => ids.Contains(m.Id) && m.LeasedBy == node)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.LeasedBy, (string?)null).SetProperty(m => m.LeasedUntil, (DateTime?)null).SetProperty(m => m.Attempts, m => m.Attempts - 1), CancellationToken.None);
    }

    async Task DeliverAsync(OutboxMessage[] group, CancellationToken ct)
    {
        if (group[0].LeasedUntil <= Now) return; // another node's by now
        var type = group[0].Type;
        using var trace = Signals.Traces.StartActivity("outbox deliver");
        trace?.SetTag("type", type);
        IReadOnlyList<Exception?> failed;
        try { failed = await HandleAsync(group, ct); }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { throw; }
#pragma warning disable CA1031 // Any failure of a handler is the message's failure: counted, kept, shown.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (group.Length > 1)
            {
                foreach (var message in group) await DeliverAsync([message], ct); // one of them spoils it for all: which, shows alone
                return;
            }
            failed = [fault];
        }
        for (var i = 0; i < group.Length; i++)
            if (failed[i] is { } fault) await FailAsync(group[i], fault, trace, ct);
    }

    async Task<IReadOnlyList<Exception?>> HandleAsync(OutboxMessage[] group, CancellationToken ct)
    {
        var type = group[0].Type;
        // Claimed that often and never postponed: it takes its node down with it.
        if (group[0].Attempts > MostAttempts) throw new InvalidOperationException("Every node that took it was gone before it was done.");
        if (!routeOf.TryGetValue(type, out var route)) throw new InvalidOperationException($"No handler for {type}.");
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        // Gone from the outbox in the handler's own save: of two that handle it one finds it removed, and nothing of it is stored.
        db.RemoveRange(group);
        var failed = await route.Invoke(scope.ServiceProvider, [.. group.Select(m => m.Body)], ct);
        for (var i = 0; i < group.Length; i++)
            if (failed[i] is not null) db.Entry(group[i]).State = EntityState.Detached;
        if (db.ChangeTracker.HasChanges()) await db.SaveChangesAsync(ct);
        var tag = new KeyValuePair<string, object?>("type", type);
        foreach (var message in group.Where((_, i) => failed[i] is null))
        {
            Signals.Delivered.Add(1, tag);
            Signals.Delay.Record((Now - message.DueAt).TotalSeconds, tag);
        }
        return failed;
    }

    async Task FailAsync(OutboxMessage message, Exception fault, System.Diagnostics.Activity? trace, CancellationToken ct)
    {
        DeliveryFailed(message.Id, fault);
        trace?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
        Signals.Failed.Add(1, new KeyValuePair<string, object?>("type", message.Type));
        await PostponeAsync(message.Id, fault, ct);
    }

    async Task PostponeAsync(Guid id, Exception fault, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var message = await db.Set<OutboxMessage>().SingleOrDefaultAsync(m => m.Id == id && m.LeasedBy == node, ct);
        if (message is null) return;
        message.LeasedBy = null;
        message.LeasedUntil = null;
        message.LastError = fault.GetType().Name + ": " + (fault.Message.Length > 1500 ? fault.Message[..1500] : fault.Message);
        if (message.Attempts >= MostAttempts)
        {
            message.ParkedAt = Now;
            Signals.Parked.Add(1, new KeyValuePair<string, object?>("type", message.Type));
        }
        else message.DueAt = Now + TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, message.Attempts)));
        await db.SaveChangesAsync(ct);
    }

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for due messages failed; trying again")]
    partial void LookFailed(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivering message {MessageId} failed; it is kept")]
    partial void DeliveryFailed(Guid messageId, Exception fault);
}

public static class EventRoutes
{
    /// <summary>Routes an event type to its one handler.</summary>
    public static IServiceCollection AddEventHandler<TEvent, THandler>(this IServiceCollection services) where THandler : class, IHandle<TEvent>
    {
        services.AddScoped<THandler>();
        return services.AddSingleton(new EventRoute(typeof(TEvent).Name, typeof(THandler).Name, false, async (scope, bodies, ct) =>
        {
            await scope.GetRequiredService<THandler>().HandleAsync(Read<TEvent>(bodies[0]), ct);
            return [null];
        }));
    }

    /// <summary>Routes an event type to its one handler, which takes what waits of it together.</summary>
    public static IServiceCollection AddEventsHandler<TEvent, THandler>(this IServiceCollection services) where THandler : class, IHandleMany<TEvent>
    {
        services.AddScoped<THandler>();
        return services.AddSingleton(new EventRoute(typeof(TEvent).Name, typeof(THandler).Name, true, async (scope, bodies, ct) =>
        {
            var told = bodies.Select(b => new Told<TEvent>(Read<TEvent>(b))).ToList();
            await scope.GetRequiredService<THandler>().HandleAsync(told, ct);
            return [.. told.Select(t => t.Fault)];
        }));
    }

    static TEvent Read<TEvent>(string body) => JsonSerializer.Deserialize<TEvent>(body, Json.Plain)!;
}
