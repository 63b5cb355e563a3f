using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Takes every step that is due about bills that are not paid. Each account is a save of its own and each step a row
/// that can be there once: a run that was killed is simply run again, and two at once do nothing twice.</summary>
/// <param name="Trial">Only say what would be done.</param>
public sealed record RunDunning(bool Trial = false);

/// <param name="Bills">How many bills the act was, or would be, taken about.</param>
/// <param name="Owed">What was asked for on them.</param>
public sealed record DunningCount(DunningAct Act, int Bills, Money Owed);

/// <param name="Restored">Accounts whose lines were freed because nothing holds them any more.</param>
public sealed record DunningRun(IReadOnlyList<DunningCount> Taken, int Restored);

public sealed class RunDunningHandler(PortalDbContext db, Mirrored mirrored, RestoreLines restore, DebtNotice notice, IOptions<DunningOptions> policy, IOptions<OperatorOptions> house, TimeProvider clock)
{
    const int Page = 200;
    readonly DunningOptions options = policy.Value;
    readonly OperatorOptions owner = house.Value;

    sealed record Due(DunnedBill Bill, DunningRule Rule);

    sealed record Debtor(Guid Id, string Number, Guid HolderPartyId, DunningPolicy Policy);

    /// <summary>For the schedule: nothing where it is not switched on, or at night.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (options.On) await HandleAsync(new RunDunning(), Caller.System, ct);
    }

    public async Task<Outcome<DunningRun>> HandleAsync(RunDunning command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.Dun) is { } lacking) return lacking;
        if (!command.Trial && IsNight()) return Refusal.Conflict("dunning.night", ("from", options.From.ToString("HH:mm", CultureInfo.InvariantCulture)), ("until", options.Until.ToString("HH:mm", CultureInfo.InvariantCulture)));
        var taken = new List<Due>();
        for (var after = Guid.Empty; ;)
        {
            var page = await NextAsync(after, ct);
            if (page.Count == 0) break;
            after = page[^1];
            foreach (var (debtor, due) in await DecideAsync([.. page], ct))
            {
                if (!command.Trial && IsNight()) return Sum(taken, 0); // began in the evening: the rest comes in the morning
                taken.AddRange(command.Trial ? due : await TakeAsync(debtor, caller, ct));
            }
            db.ChangeTracker.Clear();
        }
        return Sum(taken, command.Trial ? 0 : await FreeAsync(ct));
    }

    static DunningRun Sum(List<Due> taken, int restored) =>
        new([.. taken.GroupBy(d => d.Rule.Act).OrderBy(g => g.Key).Select(g => new DunningCount(g.Key, g.Count(), DunnedBill.Sum(g.Select(d => d.Bill))))], restored);

    bool IsNight()
    {
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(clock.GetUtcNow().UtcDateTime, TimeZoneInfo.FindSystemTimeZoneById(owner.TimeZone)));
        return time < options.From || time >= options.Until;
    }

    DateOnly Today => owner.DayOf(clock.GetUtcNow().UtcDateTime);

    // The furthest that any class looks ahead; who looks less far finds nothing due.
    DateOnly Horizon => Today.AddDays(Enum.GetValues<CustomerClass>().Max(c => DunningPolicy.Of(options, c, owner.ToCurrency()).Ahead));

    Task<List<Guid>> NextAsync(Guid after, CancellationToken ct)
    {
        var until = Horizon;
        return db.Set<Bill>().Where(b => b.State != BillState.Paid && b.DueOn <= until && b.AccountId > after).Select(b => b.AccountId).Distinct().OrderBy(a => a).Take(Page).ToListAsync(ct);
    }

    /// <returns>The accounts about which there is something to do, with what.</returns>
    async Task<IReadOnlyList<(Debtor Debtor, List<Due> Due)>> DecideAsync(Guid[] ids, CancellationToken ct)
    {
        // Another system's accounts are that system's to remind; who pays in advance owes nothing.
        var theirs = await mirrored.AmongAsync(ids, ct);
        var accounts = (await AccountRows.Of(db).Where(a => ids.Contains(a.Id) && a.Mode == PaymentMode.Postpaid).ToListAsync(ct)).Where(a => !theirs.Contains(a.Id)).ToList();
        var classes = await CustomerClasses.ListAsync(db, [.. accounts.Select(a => a.CustomerId).Distinct()], ct);
        var bills = (await DunnedBill.ListAsync(db, owner, [.. accounts.Select(a => a.Id)], Horizon, ct)).ToLookup(b => b.AccountId);
        return [.. from account in accounts
                   let debtor = new Debtor(account.Id, account.Number, account.HolderPartyId, DunningPolicy.Of(options, classes.GetValueOrDefault(account.CustomerId), owner.ToCurrency()))
                   let due = Of(debtor, [.. bills[account.Id]], Today)
                   where due.Count > 0
                   select (debtor, due)];
    }

    /// <summary>What is due about the bills of one account: only where what is at least as old comes to the least debt. Pure.</summary>
    static List<Due> Of(Debtor debtor, IReadOnlyList<DunnedBill> bills, DateOnly today) =>
        [.. from bill in bills
            where bill.Owed.IsPositive && DunnedBill.Sum(bills.Where(b => b.HolderPartyId == bill.HolderPartyId && b.From <= bill.From)) >= debtor.Policy.LeastDebt
            let rule = debtor.Policy.Next(bill.From, bill.Taken, bill.HolderPartyId == debtor.HolderPartyId, today)
            where rule is not null
            select new Due(bill, rule)];

    async Task<List<Due>> TakeAsync(Debtor debtor, Caller caller, CancellationToken ct)
    {
        var steps = await db.OnceAsync<List<Due>>(async () =>
        {
            // The rows first and what is owed after: their versions must rise with the steps, so that a payment at this very
            // moment and a step cannot both be stored without one of them having seen the other.
            var open = await db.Set<Bill>().Where(b => b.AccountId == debtor.Id && b.State != BillState.Paid).ToDictionaryAsync(b => b.Id, ct);
            var due = Of(debtor, await DunnedBill.ListAsync(db, owner, [debtor.Id], Horizon, ct), Today).Where(d => open.ContainsKey(d.Bill.Id)).ToList();
            var now = clock.GetUtcNow().UtcDateTime;
            foreach (var (bill, rule) in due)
            {
                db.Entry(open[bill.Id]).Property(b => b.Version).IsModified = true;
                db.Add(new DunningStep { Id = Guid.CreateVersion7(), BillId = bill.Id, AccountId = debtor.Id, From = bill.From, Day = rule.Day, Act = rule.Act, Owed = bill.Owed, TakenAt = now, TakenOn = Today });
                db.Audit(caller, clock, "dunning_step_taken", "customerBill", open[bill.Id].Number, bill.HolderPartyId, details: new { rule.Act, rule.Day, owed = bill.Owed.Minor });
            }
            foreach (var holder in due.GroupBy(d => d.Bill.HolderPartyId)) await ActAsync(debtor, holder.Key, [.. holder], now, ct);
            return due;
        }, ct);
        db.ChangeTracker.Clear();
        return steps.Value;
    }

    async Task ActAsync(Debtor debtor, Guid holder, List<Due> due, DateTime now, CancellationToken ct)
    {
        var act = due.Max(d => d.Rule.Act);
        if (act == DunningAct.Restrict) await DebtRestrictions.PutAsync(db, debtor.Id, [RestrictionScope.Outgoing, RestrictionScope.Data], now, ct);
        if (act == DunningAct.Suspend) await DebtRestrictions.PutAsync(db, debtor.Id, [RestrictionScope.All], now, ct);
        // One word about all of it, not one for each bill.
        var overdue = act != DunningAct.Remind || due.Any(d => d.Bill.DueOn < Today);
        var owed = act == DunningAct.Remind ? DunnedBill.Sum(due.Select(d => d.Bill)) : await DunnedBill.OverdueAsync(db, owner, debtor.Id, holder, Today, ct);
        var first = due.MinBy(d => d.Bill.DueOn)!;
        await notice.QueueAsync(holder, debtor.Id, act != DunningAct.Remind ? "notice.dunning." + act : overdue ? "notice.dunning.overdue" : "notice.dunning.due",
            $"dunning:{first.Bill.Id:N}:{first.Bill.From:yyyyMMdd}:{first.Rule.Day}", act == DunningAct.Remind ? NoticeClass.Billing : NoticeClass.Service,
            new Dictionary<string, object?> { ["account"] = debtor.Number, ["amount"] = owed, ["day"] = first.Bill.DueOn, ["hotline"] = owner.Hotline }, everyLine: act != DunningAct.Remind, ct);
    }

    // Lines that debt still holds though nothing is owed any more: nothing told of it, so it is looked for.
    async Task<int> FreeAsync(CancellationToken ct)
    {
        var restored = 0;
        for (var after = Guid.Empty; ;)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var page = await HeldRestrictions.Of(db, now).Where(r => r.Reason == RestrictionReason.Debt && r.AccountId > after).Select(r => r.AccountId).Distinct().OrderBy(a => a).Take(Page).ToListAsync(ct);
            if (page.Count == 0) return restored;
            after = page[^1];
            foreach (var account in page)
            {
                if (await restore.InAsync(account, ct)) restored++;
                await db.SaveChangesAsync(ct);
            }
            db.ChangeTracker.Clear();
        }
    }
}
