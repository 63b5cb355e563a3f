using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wangting.Kernel;

/// <summary>Audit of reads, which have no save of their own to go with: kept for a second at most and written many at once
/// (docs/decisions/0022). What changes anything is audited in its own save and never here.</summary>
public sealed partial class AuditLater(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AuditLater> log) : BackgroundService
{
    /// <summary>So many wait when the database is slow; whoever brings the next writes them first.</summary>
    const int MostWaiting = 10_000;
    const int Batch = 500;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Fold = TimeSpan.FromMinutes(1);

    readonly ConcurrentQueue<AuditEntry> waiting = new();
    readonly ConcurrentDictionary<(Guid Actor, string Kind), Tally> tallies = new();
    readonly SemaphoreSlim writing = new(1);
    List<AuditEntry> doubtful = [];

    sealed class Tally(Caller caller, string act)
    {
        public Caller Caller => caller;
        public string Act => act;
        public int Count;
        public DateTime Since;
    }

    /// <summary>One act, with the time and trace of now. Parameters as of <see cref="AuditLog.Audit"/>.</summary>
    public async ValueTask NoteAsync(Caller caller, string act, string objectKind, string objectId, Guid? party, object? details, CancellationToken ct)
    {
        waiting.Enqueue(AuditLog.Entry(caller, clock, act, objectKind, objectId, party, null, details));
        if (waiting.Count > MostWaiting) await WriteAsync(ct);
    }

    /// <summary>One of so many that only their number is kept: a row a minute for each actor and kind.</summary>
    public void Count(Caller caller, string act, string objectKind)
    {
        if (!tallies.TryGetValue((caller.SubjectId, objectKind), out var tally)) tally = tallies.GetOrAdd((caller.SubjectId, objectKind), _ => new Tally(caller, act));
        if (Interlocked.Increment(ref tally.Count) == 1) tally.Since = clock.GetUtcNow().UtcDateTime;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                FoldTallies(clock.GetUtcNow().UtcDateTime - Fold);
                await WriteAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // The database may be away for a while; what waits is written when it is back.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Failed(fault);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAllAsync(cancellationToken);
    }

    /// <summary>Everything, tallies too, as when the hall closes.</summary>
    public async Task WriteAllAsync(CancellationToken ct)
    {
        FoldTallies(DateTime.MaxValue);
        await WriteAsync(ct);
    }

    void FoldTallies(DateTime before)
    {
        foreach (var ((_, kind), tally) in tallies)
            if (tally.Since <= before && Interlocked.Exchange(ref tally.Count, 0) is > 0 and var count)
                waiting.Enqueue(AuditLog.Entry(tally.Caller, clock, tally.Act, kind, "many", null, null, new { count, since = tally.Since }));
    }

    async Task WriteAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            if (doubtful.Count > 0)
            {
                // A save that failed may have been done all the same: what is there is not written again.
                Guid[] ids = [.. doubtful.Select(e => e.Id)];
                var there = await db.Set<AuditEntry>().Where(e => ids.Contains(e.Id)).Select(e => e.Id).ToHashSetAsync(ct);
                await SaveAsync(db, [.. doubtful.Where(e => !there.Contains(e.Id))], ct);
            }
            while (!waiting.IsEmpty)
            {
                var batch = new List<AuditEntry>(Batch);
                while (batch.Count < Batch && waiting.TryDequeue(out var entry)) batch.Add(entry);
                await SaveAsync(db, batch, ct);
            }
        }
        finally { writing.Release(); }
    }

    async Task SaveAsync(PortalDbContext db, List<AuditEntry> batch, CancellationToken ct)
    {
        doubtful = batch;
        db.AddRange(batch);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        doubtful = [];
    }

    public override void Dispose()
    {
        writing.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing the audit of reads failed; it is tried again")]
    partial void Failed(Exception fault);
}
