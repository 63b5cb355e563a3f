using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Takes parts of runs and bills them, one after the other, until none is left to take. Any number of nodes and workers
/// do so side by side: a part is one's alone for as long as its lease holds, and is stored only by who still has it.</summary>
public sealed partial class WorkOnRuns(IServiceScopeFactory scopes, IOptions<CycleOptions> options, TimeProvider clock, ILogger<WorkOnRuns> log)
{
    /// <param name="run">Only of this run; of every run that is not done when null.</param>
    /// <returns>Parts that were done here.</returns>
    public async Task<int> HandleAsync(Guid? run, int workers, CancellationToken ct)
    {
        var basis = new SharedBasis();
        var done = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(run, basis, ct), ct)));
        await CloseAsync(run, ct);
        return done.Sum();
    }

    async Task<int> WorkAsync(Guid? run, SharedBasis basis, CancellationToken ct)
    {
        var done = 0;
        var failed = new HashSet<Guid>();
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            if (await TakeAsync(db, run, failed, ct) is not { } taken) return done;
            scope.ServiceProvider.GetRequiredService<ReadRatingBasis>().ShareWith(basis);
            try
            {
                if (await scope.ServiceProvider.GetRequiredService<BillAccounts>().HandleAsync(taken.Run, taken.Part, ct)) done++;
            }
#pragma warning disable CA1031 // Whatever it was: this part waits for another try, and the others are billed.
            catch (Exception fault) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Failed(taken.Part.Number, taken.Run.Id, fault);
                failed.Add(taken.Part.Id);
                await GiveBackAsync(taken.Part, CancellationToken.None);
            }
        }
    }

    async Task<(BillRun Run, BillRunPart Part)?> TakeAsync(PortalDbContext db, Guid? run, HashSet<Guid> failed, CancellationToken ct)
    {
        while (true)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var free = await (from part in db.Set<BillRunPart>().AsNoTracking()
                              join of in db.Set<BillRun>().AsNoTracking() on part.RunId equals of.Id
                              where of.State == BillRunState.Running && (run == null || of.Id == run) && !failed.Contains(part.Id)
                                  && (part.State == BillRunPartState.Waiting || (part.State == BillRunPartState.Taken && part.TakenUntil < now))
                              orderby of.Id, part.Number
                              select new { Run = of, Part = part }).FirstOrDefaultAsync(ct);
            if (free is null) return null;
            var (token, until, before) = (Guid.CreateVersion7(), now.AddSeconds(options.Value.LeaseSeconds), free.Part.TakenAs);
            var took = await db.Set<BillRunPart>().Where(p => p.Id == free.Part.Id && p.State == free.Part.State && p.TakenAs == before)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.State, BillRunPartState.Taken).SetProperty(p => p.TakenAs, token).SetProperty(p => p.TakenUntil, until), ct);
            if (took == 0) continue; // somebody was faster
            free.Part.TakenAs = token;
            return (free.Run, free.Part);
        }
    }

    async Task GiveBackAsync(BillRunPart part, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Set<BillRunPart>().Where(p => p.Id == part.Id && p.State == BillRunPartState.Taken && p.TakenAs == part.TakenAs)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.State, BillRunPartState.Waiting), ct);
    }

    async Task CloseAsync(Guid? run, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = clock.GetUtcNow().UtcDateTime;
        await db.Set<BillRun>().Where(r => r.State == BillRunState.Running && (run == null || r.Id == run) && !db.Set<BillRunPart>().Any(p => p.RunId == r.Id && p.State != BillRunPartState.Done))
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, BillRunState.Done).SetProperty(r => r.EndedAt, now), ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Part {Part} of bill run {Run} failed and waits for another try")]
    partial void Failed(int part, Guid run, Exception fault);
}
