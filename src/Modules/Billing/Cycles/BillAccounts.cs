using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Billing.Rating;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Bills of a run's part were issued; told once they are stored.</summary>
public sealed record BillsIssued(Guid Run, Guid Part);

/// <summary>Bills some accounts for a cycle and stores all of it at once, or nothing.</summary>
internal sealed class BillAccounts(PortalDbContext db, ReadBills read, Mirrored mirrored, AnyFollowers followers, IOptions<CycleOptions> options, TimeProvider clock)
{
    /// <summary>Bills the part as long as it is still taken as said. A trial only counts.</summary>
    /// <returns>False where somebody else has taken the part since.</returns>
    public async Task<bool> HandleAsync(BillRun run, BillRunPart part, CancellationToken ct)
    {
        var cycle = await db.Set<BillingCycle>().AsNoTracking().SingleAsync(c => c.Id == run.CycleId, ct);
        var accounts = await Accounts(cycle.Day, part.FromAccount, part.ToAccount).ToListAsync(ct);
        var rows = new IssuedRows(cycle, clock.GetUtcNow().UtcDateTime);
        var faults = new List<BillRunFault>();
        var credits = new List<Bill>();
        var groups = await GroupsAsync(cycle, accounts, part, ct);
        var billed = groups.Count == 0 ? null : groups[0].Basis.NewBilled(); // one for all: what it has made ready for one it has for the next
        foreach (var group in groups)
        {
            try { Add(group, billed!, rows, credits); }
            catch (Exception fault) when (fault is OverflowException or InvalidOperationException)
            {
                faults.AddRange(group.Accounts.Select(a => new BillRunFault { Id = Guid.CreateVersion7(), RunId = run.Id, AccountId = a.Id, Why = fault.Message.Length > 400 ? fault.Message[..400] : fault.Message }));
            }
        }
        return await StoreAsync(run, part, accounts.Count, rows, credits, faults, ct);
    }

    IQueryable<Guid> Accounts(int day, Guid from, Guid? to)
    {
        var rows = AccountRows.Of(db).Where(a => a.CycleDay == day && a.Id >= from);
        return (to is { } end ? rows.Where(a => a.Id < end) : rows).OrderBy(a => a.Id).Select(a => a.Id);
    }

    // A group is billed with the part that its first account is in, and only by whoever owns its bills. An account has one bill a
    // period, wherever it came from.
    async Task<IReadOnlyList<BilledGroup>> GroupsAsync(BillingCycle cycle, List<Guid> accounts, BillRunPart part, CancellationToken ct)
    {
        if (accounts.Count == 0) return [];
        var groups = (await read.ReadAsync(accounts, cycle.Period, cycle.CutOff, ct)).Where(g => g.Leader >= part.FromAccount && (part.ToAccount is not { } end || g.Leader < end)).ToList();
        var all = groups.SelectMany(g => g.Accounts).Select(a => a.Id).ToArray();
        var theirs = await mirrored.AmongAsync(all, ct);
        var billed = (await db.Set<Bill>().Where(b => all.Contains(b.AccountId) && b.PeriodFrom <= cycle.From && b.PeriodTo >= cycle.From).Select(b => b.AccountId).Distinct().ToListAsync(ct)).ToHashSet();
        return [.. groups.Where(g => !g.Accounts.Any(a => theirs.Contains(a.Id) || billed.Contains(a.Id)))];
    }

    void Add(BilledGroup group, Billed billed, IssuedRows rows, List<Bill> credits)
    {
        var made = group.Bill(billed);
        rows.Carry(group, made.Outcome);
        foreach (var draft in made.Drafts.Where(d => IssuedRows.IsIssued(d, options.Value.ZeroBills)))
        {
            var bill = rows.Add(draft, BillNumbers.Of(draft.Account.Number, draft.Account.Id, group.Input.Period.From));
            foreach (var charge in group.OneOffs.Where(o => o.Account == draft.Account.Id)) rows.OneOffs.Add((charge.Charge, bill.Id));
            if (bill.Total.IsNegative) credits.Add(bill);
            else rows.Post(rows.Owed(bill).Owe(bill, bill.Total));
        }
    }

    async Task<bool> StoreAsync(BillRun run, BillRunPart part, int accounts, IssuedRows rows, List<Bill> credits, List<BillRunFault> faults, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var done = await db.Set<BillRunPart>().Where(p => p.Id == part.Id && p.State == BillRunPartState.Taken && p.TakenAs == part.TakenAs).ExecuteUpdateAsync(s => s
            .SetProperty(p => p.State, BillRunPartState.Done).SetProperty(p => p.DoneAt, now).SetProperty(p => p.Accounts, accounts).SetProperty(p => p.Bills, rows.Bills.Count)
            .SetProperty(p => p.Total, new Money(rows.Total)).SetProperty(p => p.Parked, rows.Parked).SetProperty(p => p.Faults, faults.Count), ct);
        if (done == 0) return false;
        db.AddRange(faults);
        if (!run.Trial && (rows.Bills.Count > 0 || rows.Rests.Count > 0)) await IssueAsync(run, part, rows, credits, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    async Task IssueAsync(BillRun run, BillRunPart part, IssuedRows rows, List<Bill> credits, CancellationToken ct)
    {
        // A bill in the customer's favour owes nothing: what it gives back lies in the cash bucket.
        foreach (var bill in credits) rows.Post(rows.Owed(bill).Fill(await Buckets.CashAsync(db, bill.AccountId, ct), -bill.Total));
        db.AddInBulk(rows.Bills);
        db.AddInBulk(rows.Lines);
        db.AddInBulk(rows.Transactions);
        db.AddInBulk(rows.Entries);
        db.AddInBulk(rows.Rests);
        db.AddInBulk(rows.Advances);
        foreach (var of in rows.OneOffs.GroupBy(o => o.Bill))
        {
            var charges = of.Select(o => o.Charge).ToArray();
            await db.Set<OneOffCharge>().Where(c => charges.Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.BillId, of.Key), ct);
        }
        foreach (var bill in rows.Bills) db.AlsoAbout.Add(bill.AccountId);
        if (await followers.AskAsync(ct))
            foreach (var bill in rows.Bills) db.Tell(new RecordChanged("customerBill", bill.Id, RecordChange.Create, bill.IssuedAt), clock);
        db.Tell(new BillsIssued(run.Id, part.Id), clock);
        db.Audit(Caller.System with { SubjectId = run.StartedBy }, clock, "bills_issued", "billingCycle", run.CycleId.ToString(), details: new { part.Number, bills = rows.Bills.Count, total = rows.Total });
    }
}
