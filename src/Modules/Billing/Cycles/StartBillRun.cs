using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Begins to bill the accounts whose periods begin on a day of the month. Whoever works takes its parts
/// (<see cref="WorkOnRuns"/>); asked again while it runs, the run there is is the answer.</summary>
/// <param name="CycleDay">1–28.</param>
/// <param name="Month">A day of the period.</param>
/// <param name="Trial">Counts what would be billed and issues nothing; may be asked before the cut-off.</param>
public sealed record StartBillRun(int CycleDay, DateOnly Month, bool Trial = false);

public sealed class StartBillRunHandler(PortalDbContext db, IOptions<CycleOptions> options, IOptions<OperatorOptions> house, TimeProvider clock)
{
    public Task<Outcome<Guid>> HandleAsync(StartBillRun command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        if (caller.Lacks(BillingPermissions.RunBills) is { } lacking) return lacking;
        if (command.CycleDay is < 1 or > 28) return Refusal.Invalid("cycle.day", "day");
        var now = clock.GetUtcNow().UtcDateTime;
        var cycle = await Cycles.FindOrAddAsync(db, command.CycleDay, Cycles.Of(command.Month, command.CycleDay), options.Value, house.Value, ct);
        if (!command.Trial && cycle.CutOff > now) return Refusal.Conflict("cycle.open", ("from", cycle.From), ("to", cycle.To), ("at", cycle.CutOff));
        var runs = await db.Set<BillRun>().Where(r => r.CycleId == cycle.Id).ToListAsync(ct);
        if (runs.Find(r => r.State == BillRunState.Running && r.Trial == command.Trial) is { } running) return running.Id;

        var run = new BillRun { Id = Guid.CreateVersion7(), CycleId = cycle.Id, Number = runs.Count + 1, Trial = command.Trial, StartedBy = caller.SubjectId, StartedAt = now };
        db.Add(run);
        db.AddRange(await PartsAsync(run, cycle.Day, ct));
        db.Audit(caller, clock, command.Trial ? "bill_trial_started" : "bill_run_started", "billingCycle", cycle.Id.ToString(), details: new { cycle.Day, cycle.From, run.Number });
        return run.Id;
    }, ct);

    // The first part begins before every account and the last ends after them, so that none opened meanwhile is left out.
    async Task<List<BillRunPart>> PartsAsync(BillRun run, int day, CancellationToken ct)
    {
        var borders = new List<Guid> { Guid.Empty };
        var count = 0;
        await foreach (var id in AccountRows.Of(db).Where(a => a.CycleDay == day).OrderBy(a => a.Id).Select(a => a.Id).AsAsyncEnumerable().WithCancellation(ct))
            if (count++ > 0 && (count - 1) % options.Value.PartAccounts == 0) borders.Add(id);
        return [.. borders.Select((from, i) => new BillRunPart { Id = Guid.CreateVersion7(), RunId = run.Id, Number = i + 1, FromAccount = from, ToAccount = i + 1 < borders.Count ? borders[i + 1] : null })];
    }
}
