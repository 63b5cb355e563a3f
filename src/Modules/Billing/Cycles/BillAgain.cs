using Microsoft.EntityFrameworkCore;
using Wangting.Billing.Rating;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Bills an account once more for its last billed cycle, after what was wrong has been put right. An issued bill is not
/// changed: a credit note takes it back and a further revision stands in its place. Where nothing differs nothing happens.</summary>
public sealed record BillAgain(Guid AccountId);

/// <param name="Number">Of the account's bill that now holds.</param>
/// <param name="Before">Its total before.</param>
/// <param name="Revised">How many bills were taken back: who shares with the account may be billed otherwise too.</param>
public sealed record BilledAgain(string Number, Money Before, Money Now, int Revised);

public sealed class BillAgainHandler(PortalDbContext db, ReadBills read, TimeProvider clock)
{
    public Task<Outcome<BilledAgain>> HandleAsync(BillAgain command, Caller caller, CancellationToken ct) => db.OnceAsync<BilledAgain>(async () =>
    {
        if (caller.Lacks(BillingPermissions.RunBills) is { } lacking) return lacking;
        var last = await Holding().Where(b => b.AccountId == command.AccountId).OrderByDescending(b => b.PeriodFrom).FirstOrDefaultAsync(ct);
        if (last is null) return Refusal.NotFound("bill.not_found");
        if (last.CycleId is null) return Refusal.Conflict("bill.not_of_a_run", ("number", last.Number));
        var cycle = await db.Set<BillingCycle>().SingleAsync(c => c.Id == last.CycleId, ct);
        var group = (await read.ReadAsync([command.AccountId], cycle.Period, cycle.CutOff, ct))[0];
        var accounts = group.Accounts.Select(a => a.Id).ToArray();
        var bills = await Holding().Include(b => b.Lines).Where(b => accounts.Contains(b.AccountId) && b.PeriodFrom >= cycle.From).ToListAsync(ct);
        // What was carried over has gone into the later bill of somebody in the group.
        if (bills.Find(b => b.PeriodFrom > cycle.From) is { } later) return Refusal.Conflict("bill.not_the_last", ("number", later.Number));

        var made = group.Bill(group.Basis.NewBilled());
        var changed = made.Drafts.Select(d => (Draft: d, Bill: bills.Find(b => b.AccountId == d.Account.Id))).Where(x => !IsTheSame(x.Draft, x.Bill)).ToArray();
        if (changed.Length == 0) return new BilledAgain(last.Number, last.Total, last.Total, 0);
        var rows = new IssuedRows(cycle, clock.GetUtcNow().UtcDateTime);
        foreach (var (_, bill) in changed)
            if (bill is { Total.IsNegative: true } && (await Buckets.CashAsync(db, bill.AccountId, ct)).Free < -bill.Total) return Refusal.Conflict("bill.note_spent", ("number", bill.Number));
        foreach (var (draft, bill) in changed) await ReviseAsync(group, draft, bill, rows, caller, ct);
        await CarryAsync(rows, group, made.Outcome, accounts, ct);
        var now = rows.Bills.Find(b => b.AccountId == command.AccountId && b.CreditOf is null) ?? last;
        return new BilledAgain(now.Number, last.Total, now.Total, changed.Count(c => c.Bill is not null));
    }, ct);

    IQueryable<Bill> Holding() => db.Set<Bill>().Where(b => b.CreditOf == null && b.CreditedBy == null);

    static bool IsTheSame(BillDraft draft, Bill? bill) => bill is null ? draft.Lines.All(l => l.Amount == 0)
        : (draft.Total, draft.Tax) == (bill.Total.Minor, bill.Tax.Minor)
            && draft.Lines.Select(l => (l.LineId, l.ProductId, (string?)l.Code, l.Amount)).SequenceEqual(bill.Lines.OrderBy(l => l.Ordinal).Select(l => (l.LineId, l.ProductId, l.Code, l.Amount.Minor)));

    async Task ReviseAsync(BilledGroup group, BillDraft draft, Bill? before, IssuedRows rows, Caller caller, CancellationToken ct)
    {
        var cash = await Buckets.CashAsync(db, draft.Account.Id, ct);
        var paid = before is null ? Money.Zero : Credit(before, cash, rows);
        var revision = (before?.Revision ?? 0) + 1;
        var bill = rows.Add(draft, BillNumbers.Of(draft.Account.Number, draft.Account.Id, group.Input.Period.From, revision), revision);
        foreach (var charge in await db.Set<OneOffCharge>().Where(c => group.OneOffs.Select(o => o.Charge).Contains(c.Id) && c.AccountId == bill.AccountId).ToListAsync(ct)) charge.BillId = bill.Id;
        if (bill.Total.IsNegative) rows.Owed(bill).Fill(cash, -bill.Total).Post(db);
        else rows.Owed(bill).Owe(bill, bill.Total).Post(db);
        // What was paid for the one is paid for the other, as far as it goes and is still there.
        var part = Money.Min(Money.Min(paid, bill.Outstanding), cash.Free);
        if (part.IsPositive) new Movement(LedgerTransactionKind.PaidFromBalance, $"bill:{bill.Id:N}:carried", bill.AccountId, bill.IssuedAt).Fill(cash, -part).Pay(bill, part, null, cash.Id).Post(db);
        bill.Lines.AddRange(rows.Lines.Where(l => l.BillId == bill.Id));
        db.Add(bill);
        db.Audit(caller, clock, "bill_revised", "customerBill", bill.Number, bill.HolderPartyId, details: new { before = before?.Total.Minor, now = bill.Total.Minor, bill.Revision });
    }

    /// <summary>Takes a bill back: nothing of it is owed any more, and what was paid for it lies in the cash.</summary>
    Money Credit(Bill bill, Bucket cash, IssuedRows rows)
    {
        var note = rows.Credit(bill);
        bill.CreditedBy = note.Id;
        var paid = bill.Total - bill.Outstanding;
        new Movement(LedgerTransactionKind.BillCorrected, $"bill:{bill.Id:N}:credited", bill.AccountId, note.IssuedAt)
            .Book(LedgerAccount.Revenue, bill.Total - bill.Tax).Book(LedgerAccount.TaxDue, bill.Tax).Owe(bill, -bill.Outstanding).Fill(cash, paid).Post(db);
        db.Add(note);
        return Money.Max(Money.Zero, paid);
    }

    async Task CarryAsync(IssuedRows rows, BilledGroup group, BillOutcome outcome, Guid[] accounts, CancellationToken ct)
    {
        var into = group.Input.Next.From;
        db.RemoveRange(await db.Set<AllowanceRest>().Where(r => accounts.Contains(r.AccountId) && r.Into == into).ToListAsync(ct));
        db.RemoveRange(await db.Set<AdvanceCharge>().Where(a => accounts.Contains(a.AccountId) && a.For == into).ToListAsync(ct));
        rows.Carry(group, outcome);
        db.AddRange(rows.Rests);
        db.AddRange(rows.Advances);
    }
}
