using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wangting.Kernel;

/// <summary>Asks the database twice a second what other nodes have changed, while anybody here reads what is kept. When it
/// cannot be asked nothing is believed to hold, and readings come from the database or fail with it.</summary>
public sealed partial class ChangeWatch(IServiceScopeFactory scopes, Changes changes, TimeProvider clock, ILogger<ChangeWatch> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    readonly SemaphoreSlim one = new(1);
    HashSet<long> seen = [];
    long from, looked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (!changes.IsInUse) await changes.SleepAsync(stoppingToken);
                try { await LookAsync(stoppingToken); }
#pragma warning disable CA1031 // The database may be away for a while; the watch must be there when it comes back.
                catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    Failed(fault);
                }
                // The machine's own time: a test's clock stands still while nodes do not.
                await Task.Delay(Every, TimeProvider.System, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the end */ }
    }

    /// <summary>One look. Tests call it directly.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try { await AskAsync(ct); }
        finally { one.Release(); }
    }

    async Task AskAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        // Slept longer than rows are kept for sure, or never looked: nothing from before may hold.
        if (looked == 0 || clock.GetElapsedTime(looked) > Changes.Longest)
        {
            (from, seen) = (await db.ChangesUpToAsync(ct), []);
            changes.TouchEverything();
        }
        else
        {
            var next = await db.ChangesUpToAsync(ct);
            var rows = await db.ChangesFrom(from).Select(c => new { c.Id, c.About }).ToListAsync(ct);
            foreach (var row in rows) if (!seen.Contains(row.Id)) ChangeNotes.Apply(changes, row.About);
            (from, seen) = (next, [.. rows.Select(r => r.Id)]);
        }
        looked = began;
        changes.Looked(began);
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Other nodes' changes cannot be asked for; nothing kept is used until they can")]
    partial void Failed(Exception fault);
}

/// <summary>Throws away changes that every node has heard of.</summary>
public sealed class ForgetChanges(PortalDbContext db, TimeProvider clock)
{
    static readonly TimeSpan After = TimeSpan.FromMinutes(15);

    public async Task HandleAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - After;
        await db.Set<Change>().Where(c => c.At < before).ExecuteDeleteAsync(ct);
    }
}
