using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="CutOff">Of its cycle.</param>
/// <param name="Parked">Events that no price speaks of.</param>
public sealed record BillRunView(Guid Id, int CycleDay, DateOnly PeriodFrom, DateOnly PeriodTo, DateTime CutOff, DateOnly DueOn, int Number, bool Trial, BillRunState State, DateTime StartedAt, DateTime? EndedAt,
    int Parts, int PartsDone, int Accounts, int Bills, Money Total, int Parked, int Faults);

/// <param name="Account">Its number.</param>
public sealed record BillRunFaultView(string Account, string Why);

/// <summary>The ledger of bill runs: what was begun by whom, how far it is, what came of it. The newest first.</summary>
public sealed class ListBillRuns(PortalDbContext db)
{
    public async Task<Outcome<IReadOnlyList<BillRunView>>> HandleAsync(Caller caller, CancellationToken ct, int most = 50)
    {
        if (caller.Lacks(BillingPermissions.RunBills) is { } lacking) return lacking;
        var runs = await (from run in db.Set<BillRun>() join cycle in db.Set<BillingCycle>() on run.CycleId equals cycle.Id orderby run.StartedAt descending, run.Id descending select new { Run = run, Cycle = cycle }).Take(most).AsNoTracking().ToListAsync(ct);
        var ids = runs.Select(r => r.Run.Id).ToArray();
        var parts = (await db.Set<BillRunPart>().Where(p => ids.Contains(p.RunId)).GroupBy(p => p.RunId).Select(g => new
        {
            Run = g.Key, Parts = g.Count(), Done = g.Count(p => p.State == BillRunPartState.Done), Accounts = g.Sum(p => p.Accounts), Bills = g.Sum(p => p.Bills), Total = g.Sum(p => (long)(object)p.Total), Parked = g.Sum(p => p.Parked), Faults = g.Sum(p => p.Faults),
        }).ToListAsync(ct)).ToDictionary(p => p.Run);
        return runs.Select(r => (r.Run, r.Cycle, Sums: parts[r.Run.Id])).Select(r => new BillRunView(r.Run.Id, r.Cycle.Day, r.Cycle.From, r.Cycle.To, r.Cycle.CutOff, r.Cycle.DueOn, r.Run.Number, r.Run.Trial, r.Run.State,
            r.Run.StartedAt, r.Run.EndedAt, r.Sums.Parts, r.Sums.Done, r.Sums.Accounts, r.Sums.Bills, new Money(r.Sums.Total), r.Sums.Parked, r.Sums.Faults)).ToList();
    }

    /// <summary>Why accounts of a run could not be billed.</summary>
    public async Task<Outcome<IReadOnlyList<BillRunFaultView>>> FaultsAsync(Guid run, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.RunBills) is { } lacking) return lacking;
        return await (from fault in db.Set<BillRunFault>().Where(f => f.RunId == run)
            join account in Customers.AccountRows.Of(db) on fault.AccountId equals account.Id
            orderby account.Number
            select new BillRunFaultView(account.Number, fault.Why)).Take(500).ToListAsync(ct);
    }
}
