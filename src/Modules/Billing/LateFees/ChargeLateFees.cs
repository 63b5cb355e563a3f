using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Enters the late fees of accounts whose period has just ended, as charges of their next bill: once for each bill and
/// period, however often it runs.</summary>
/// <param name="Trial">Only say what would be charged.</param>
public sealed record ChargeLateFees(bool Trial = false);

/// <param name="IsSet">Whether there is a late fee at all.</param>
public sealed record LateFeesCharged(bool IsSet, int Bills, Money Amount);

public sealed class ChargeLateFeesHandler(PortalDbContext db, Mirrored mirrored, Texts texts, IOptions<LateFeeOptions> options, IOptions<OperatorOptions> house, TimeProvider clock)
{
    const int Page = 200;
    /// <summary>For how many days after its end a period is still looked at: a run that was down for a night is made good.</summary>
    const int Days = 3;

    sealed record Period(DateOnly From, DateOnly To);

    sealed record Late(Guid BillId, string Number, DateOnly PeriodFrom, LateFeeDue Due);

    /// <summary>For the schedule: nothing where no late fee is set.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        // Kept with the schedule, where the doctor finds it.
        if ((await HandleAsync(new ChargeLateFees(), Caller.System, ct)).Refusal is { } why) throw new InvalidOperationException(texts.Say("en", why));
    }

    public async Task<Outcome<LateFeesCharged>> HandleAsync(ChargeLateFees command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.Dun) is { } lacking) return lacking;
        if (!options.Value.IsOn) return new LateFeesCharged(false, 0, Money.Zero);
        var today = house.Value.DayOf(clock.GetUtcNow().UtcDateTime);
        // A charge of a class without a rate would hold up its whole bill.
        if (!(await CatalogueTables.ReadAsync(db, ct)).Taxes.Any(t => t.Class == options.Value.TaxClass && t.From <= today)) return Refusal.Conflict("late_fee.tax_unknown", ("class", options.Value.TaxClass));
        int[] begun = [.. Enumerable.Range(0, Days).Select(d => today.AddDays(-d).Day)];
        var since = house.Value.StartOf(today.AddDays(-Days).AddMonths(-1));
        var (bills, amount) = (0, Money.Zero);
        for (var after = Guid.Empty; ;)
        {
            var open = db.Set<Bill>().Where(b => b.State != BillState.Paid && b.DueOn < today).Select(b => b.AccountId);
            // Paid, but late, and perhaps in this period.
            var paid = db.Set<Allocation>().Where(a => a.At >= since).Join(db.Set<Bill>().Where(b => b.DueOn < today), a => a.BillId, b => b.Id, (_, b) => b.AccountId);
            var page = await AccountRows.Of(db).Where(a => a.Id > after && a.Mode == PaymentMode.Postpaid && begun.Contains(a.CycleDay) && (open.Contains(a.Id) || paid.Contains(a.Id))).OrderBy(a => a.Id).Take(Page).ToListAsync(ct);
            if (page.Count == 0) return new LateFeesCharged(true, bills, amount);
            after = page[^1].Id;
            var theirs = await mirrored.AmongAsync([.. page.Select(a => a.Id)], ct);
            foreach (var account in page.Where(a => !theirs.Contains(a.Id)))
            {
                var charged = command.Trial ? await FindAsync(account, PeriodOf(account, today), ct) : (await db.OnceAsync<IReadOnlyList<Late>>(async () => (await ChargeAsync(account, PeriodOf(account, today), caller, ct)).ToList(), ct)).Value;
                bills += charged.Count;
                amount += charged.Aggregate(Money.Zero, (sum, one) => sum + one.Due.Amount);
                db.ChangeTracker.Clear();
            }
        }
    }

    static Period PeriodOf(AccountRow account, DateOnly today)
    {
        var to = Cycle.StartOf(today, account.CycleDay).AddDays(-1);
        return new(Cycle.StartOf(to, account.CycleDay), to);
    }

    static string KeyOf(Guid bill, Period period) => FormattableString.Invariant($"{OneOffCharge.LateFee}:{bill:N}:{period.To:yyyyMMdd}");

    async Task<IReadOnlyList<Late>> ChargeAsync(AccountRow account, Period period, Caller caller, CancellationToken ct)
    {
        var late = await FindAsync(account, period, ct);
        foreach (var one in late)
        {
            db.Add(new OneOffCharge
            {
                Id = Guid.CreateVersion7(), AccountId = account.Id, Code = OneOffCharge.LateFee, Key = KeyOf(one.BillId, period), Name = Explained(one), Amount = one.Due.Amount,
                TaxClass = options.Value.TaxClass, At = clock.GetUtcNow().UtcDateTime,
            });
            db.Audit(caller, clock, "late_fee_charged", "customerBill", one.Number, account.HolderPartyId, details: new { amount = one.Due.Amount.Minor, one.Due.Days, of = one.Due.Base.Minor });
        }
        return late;
    }

    /// <returns>The bills of the present holder that earned a fee in the period and were not charged for it.</returns>
    async Task<IReadOnlyList<Late>> FindAsync(AccountRow account, Period period, CancellationToken ct)
    {
        var since = house.Value.StartOf(period.From);
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => b.AccountId == account.Id && b.HolderPartyId == account.HolderPartyId && b.DueOn < period.To && b.CreditOf == null && b.CreditedBy == null // what was taken back was never owed
                && (b.State != BillState.Paid || db.Set<Allocation>().Any(a => a.BillId == b.Id && a.At >= since)))
            .Select(b => new
            {
                b.Id, b.Number, b.PeriodFrom, b.DueOn, b.PaidElsewhere,
                Base = db.Set<BillLine>().Where(l => l.BillId == b.Id && l.Kind != ChargeKind.LateFee).Sum(l => (long)(object)l.Amount),
                Paid = db.Set<Allocation>().Where(a => a.BillId == b.Id).Select(a => new { a.At, a.Amount }).ToList(),
                Disputed = db.Set<Dispute>().Where(d => d.BillId == b.Id).Select(d => new { d.OpenedAt, d.DecidedAt, d.State, d.Amount }).ToList(),
            }).ToListAsync(ct);
        var before = (await db.Set<OneOffCharge>().AsNoTracking().Where(c => c.AccountId == account.Id && c.Code == OneOffCharge.LateFee).Select(c => new { c.Key, c.Amount }).ToListAsync(ct)).ToLookup(c => c.Key.Split(':') is [_, var bill, _] ? bill : "");
        var owner = house.Value;
        return [.. from bill in bills
                   let charged = before[bill.Id.ToString("N")].ToArray()
                   where !charged.Any(c => c.Key == KeyOf(bill.Id, period))
                   let what = new LateBill(new Money(bill.Base), bill.DueOn, [(DateOnly.MinValue, bill.PaidElsewhere), .. bill.Paid.Select(p => (owner.DayOf(p.At), p.Amount))],
                       [.. bill.Disputed.Select(d => (owner.DayOf(d.OpenedAt), d.State.IsUndecided() || d.DecidedAt is not { } at ? (DateOnly?)null : owner.DayOf(at), d.Amount))],
                       charged.Aggregate(Money.Zero, (sum, c) => sum + c.Amount))
                   let due = LateFee.Of(options.Value.Rule, what, period.From, period.To)
                   where due.Amount.IsPositive
                   select new Late(bill.Id, bill.Number, bill.PeriodFrom, due)];
    }

    // What stands on the bill says how it came about.
    LocalText Explained(Late one) => new(texts.Languages.ToDictionary(language => language, language => texts.Say(language, "late_fee.name",
        ("month", one.PeriodFrom), ("days", one.Due.Days), ("amount", one.Due.Base), ("percent", options.Value.PercentOfDay.ToString("0.####", CultureInfo.InvariantCulture))), StringComparer.Ordinal));
}
