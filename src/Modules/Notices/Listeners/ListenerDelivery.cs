using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Sends queued events to their listeners: each listener's in their order, listeners beside each other, so that a slow
/// or dead one holds up itself alone. (The outbox goes one by one and must not wait for strangers.)</summary>
public sealed partial class ListenerDelivery(IServiceScopeFactory scopes, ListenerCalls calls, IOptions<ListenerOptions> options, TimeProvider clock, ILogger<ListenerDelivery> log) : BackgroundService
{
    const int AtOnce = 16, Batch = 50;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeliverDueAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
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

    readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, Task> under = new();

    /// <summary>Begins with every listener that has something waiting and is not under way here already.</summary>
    /// <param name="wait">Until they are through; the background work goes on looking instead.</param>
    public async Task DeliverDueAsync(CancellationToken ct, bool wait = false)
    {
        var now = Now;
        Guid[] due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            due = await db.Set<Listener>().Where(l => l.EndedAt == null && (l.NextAt == null || l.NextAt <= now) && (l.LeasedUntil == null || l.LeasedUntil < now) && db.Set<ListenerEvent>().Any(e => e.ListenerId == l.Id))
                .OrderBy(l => l.NextAt).Select(l => l.Id).Take(200).ToArrayAsync(ct);
        }
        foreach (var id in due)
        {
            if (under.Count >= AtOnce) break;
            if (under.ContainsKey(id)) continue;
            // Noted before it begins: what is done at once must find itself here to take itself out.
            var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            under[id] = served.Task;
            _ = Task.Run(async () =>
            {
                try { await ServeAsync(id, ct); }
#pragma warning disable CA1031 // One listener's trouble is not the others'.
                catch (Exception fault) when (!ct.IsCancellationRequested) { LookFailed(fault); }
#pragma warning restore CA1031
                finally
                {
                    under.TryRemove(id, out _);
                    served.SetResult();
                }
            }, CancellationToken.None);
        }
        if (wait) await Task.WhenAll(under.Values);
    }

    async Task ServeAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var (now, until) = (Now, Now + Lease);
        if (await db.Set<Listener>().Where(l => l.Id == id && l.EndedAt == null && (l.LeasedUntil == null || l.LeasedUntil < now)).ExecuteUpdateAsync(s => s.SetProperty(l => l.LeasedUntil, until), ct) == 0) return; // another node's
        var listener = await db.Set<Listener>().SingleAsync(l => l.Id == id, ct);
        var secret = scope.ServiceProvider.GetRequiredService<SecretColumns>().Open(Listener.SecretPurpose, listener.SecretClosed);
        var events = await db.Set<ListenerEvent>().Where(e => e.ListenerId == id).OrderBy(e => e.Id).Take(Batch).ToListAsync(ct);
        var result = CallResult.Taken;
        try
        {
            foreach (var one in events)
            {
                result = await calls.SendAsync(new Uri(listener.Callback), one.Id, one.Body, secret, ct);
                if (result != CallResult.Taken) break;
                // Before the next is sent: what has arrived is not sent again when this node dies now.
                await db.Set<ListenerEvent>().Where(e => e.Id == one.Id).ExecuteDeleteAsync(ct);
            }
        }
        finally
        {
            db.ChangeTracker.Clear();
            await NoteAsync(db, id, result);
        }
    }

    async Task NoteAsync(PortalDbContext db, Guid id, CallResult result)
    {
        var listener = await db.Set<Listener>().SingleAsync(l => l.Id == id, CancellationToken.None);
        listener.LeasedUntil = null;
        if (result == CallResult.Taken) (listener.Failures, listener.FailingSince, listener.NextAt) = (0, null, null);
        else
        {
            listener.Failures++;
            listener.FailingSince ??= Now;
            listener.NextAt = Now + TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, Math.Min(listener.Failures, 20))));
        }
        if (listener.EndedAt is null && (result == CallResult.Gone || Now - (listener.FailingSince ?? Now) > TimeSpan.FromHours(options.Value.GiveUpHours)))
        {
            listener.EndedAt = Now;
            db.Audit(Caller.System, clock, result == CallResult.Gone ? "listener_gone" : "listener_given_up", "hub", id.ToString(), details: new { listener.Failures });
        }
        await db.SaveChangesAsync(CancellationToken.None);
        if (listener.EndedAt is not null) await db.Set<ListenerEvent>().Where(e => e.ListenerId == id).ExecuteDeleteAsync(CancellationToken.None);
    }

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling listeners failed; trying again")]
    partial void LookFailed(Exception fault);
}
