using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment that is to be charged by a standing permission.</summary>
public sealed record ChargeDue(Guid PaymentId, int Asking);

/// <summary>Takes every bill that is charged by itself a step further: looks what became of its payment, announces it, starts
/// its payment on its day. Each step is one save, so it may be killed anywhere and run by several at once.</summary>
public sealed class RunAutoPay(PortalDbContext db, StartPaymentHandler start, AccountsById accounts, Agreements agreements, TellPayer tell, IOptions<AutoPayOptions> options, Texts texts, TimeProvider clock)
{
    const int AtATime = 500;

    DateTime Now => clock.GetUtcNow().UtcDateTime;
    DateOnly Today => texts.DayOf(Now);

    public async Task HandleAsync(CancellationToken ct)
    {
        await EachAsync(after => db.Set<AutoCharge>().Where(c => c.State == AutoChargeState.Charging && c.Id.CompareTo(after) > 0
            && db.Set<Payment>().Any(p => p.Id == c.PaymentId && p.State != PaymentState.Started && p.State != PaymentState.Pending && p.State != PaymentState.Held)).OrderBy(c => c.Id).Select(c => c.Id), FollowAsync, ct);
        var soon = Today.AddDays(options.Value.NoticeDays);
        await EachAsync(after => db.Set<AutoPay>().Where(a => a.LiveAccountId != null && a.Id.CompareTo(after) > 0
            && db.Set<Bill>().Any(b => b.AccountId == a.AccountId && b.HolderPartyId == a.HolderPartyId && b.State != BillState.Paid && b.DueOn <= soon && !db.Set<AutoCharge>().Any(c => c.AutoPayId == a.Id && c.BillId == b.Id)))
            .OrderBy(a => a.Id).Select(a => a.Id), AnnounceAsync, ct);
        var today = Today;
        await EachAsync(after => db.Set<AutoCharge>().Where(c => c.State == AutoChargeState.Announced && c.ChargeOn <= today && c.Id.CompareTo(after) > 0).OrderBy(c => c.Id).Select(c => c.Id), ChargeAsync, ct);
    }

    async Task EachAsync(Func<Guid, IQueryable<Guid>> next, Func<Guid, CancellationToken, Task> step, CancellationToken ct)
    {
        for (var after = Guid.Empty; ;)
        {
            var ids = await next(after).Take(AtATime).ToListAsync(ct);
            foreach (var id in ids)
            {
                db.ChangeTracker.Clear();
                try { await step(id, ct); }
                // Another node, or the payer, was faster: what is there now is looked at next time.
                catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsDuplicateKey(failure)) { db.ChangeTracker.Clear(); }
            }
            if (ids.Count < AtATime) return;
            after = ids[^1];
        }
    }

    async Task FollowAsync(Guid id, CancellationToken ct)
    {
        var (charge, wish, bill) = await LoadAsync(id, ct);
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == charge.PaymentId, ct);
        if (charge.State != AutoChargeState.Charging) return;
        if (payment.State == PaymentState.Settled) charge.State = AutoChargeState.Paid;
        else if (wish.State != AutoPayState.On) charge.State = AutoChargeState.Withdrawn;
        else if (payment.State != PaymentState.Declined) charge.State = AutoChargeState.Announced; // it never came to a decision: no fault of the payer's, and no try
        else await FailAsync(charge, wish, bill, options.Value.Next(charge.FirstOn, ++charge.Failed, Today), ct);
        await db.SaveChangesAsync(ct);
    }

    async Task FailAsync(AutoCharge charge, AutoPay wish, Bill bill, DateOnly? again, CancellationToken ct)
    {
        (charge.State, charge.ChargeOn) = again is { } day ? (AutoChargeState.Announced, day) : (AutoChargeState.GivenUp, charge.ChargeOn);
        db.Audit(Caller.System, clock, again is null ? "auto_pay_gave_up" : "auto_pay_declined", "autoPay", wish.Id.ToString("N"), wish.HolderPartyId, details: new { bill = bill.Number, charge.Failed });
        await tell.QueueAsync(wish, again is null ? "notice.auto_pay.gave_up" : "notice.auto_pay.declined", [("amount", bill.Outstanding), ("month", bill.PeriodFrom), ("day", again)], $"autopay:{charge.Id:N}:failed:{charge.Failed}", ct);
    }

    async Task AnnounceAsync(Guid id, CancellationToken ct)
    {
        var wish = await db.Set<AutoPay>().SingleAsync(a => a.Id == id, ct);
        var (today, soon) = (Today, Today.AddDays(options.Value.NoticeDays));
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => b.AccountId == wish.AccountId && b.HolderPartyId == wish.HolderPartyId && b.State != BillState.Paid && b.DueOn <= soon
            && !db.Set<AutoCharge>().Any(c => c.AutoPayId == wish.Id && c.BillId == b.Id)).OrderBy(b => b.DueOn).ThenBy(b => b.Id).ToListAsync(ct);
        foreach (var bill in bills)
        {
            var charge = new AutoCharge { Id = Guid.CreateVersion7(), AutoPayId = wish.Id, BillId = bill.Id };
            db.Add(charge);
            await AnnounceAsync(charge, wish, bill, bill.DueOn > soon ? bill.DueOn : soon, ct);
        }
        await db.SaveChangesAsync(ct);
    }

    async Task AnnounceAsync(AutoCharge charge, AutoPay wish, Bill bill, DateOnly day, CancellationToken ct)
    {
        (charge.Announced, charge.FirstOn, charge.ChargeOn) = (bill.Outstanding, day, day);
        await tell.QueueAsync(wish, "notice.auto_pay.soon", [("amount", bill.Outstanding), ("month", bill.PeriodFrom), ("day", day)], $"autopay:{charge.Id:N}:soon:{bill.Outstanding.Minor}:{day:yyyyMMdd}", ct);
    }

    async Task ChargeAsync(Guid id, CancellationToken ct)
    {
        var (charge, wish, bill) = await LoadAsync(id, ct);
        if (charge.State != AutoChargeState.Announced) return;
        if (wish.State != AutoPayState.On) charge.State = AutoChargeState.Withdrawn;
        else if (!bill.Outstanding.IsPositive) charge.State = AutoChargeState.Paid;
        // It was corrected upwards since: more than was announced is never charged without a word.
        else if (bill.Outstanding > charge.Announced) await AnnounceAsync(charge, wish, bill, Today.AddDays(options.Value.NoticeDays), ct);
        // Somebody is paying this account at this moment: next time it is known what is left.
        else if (await db.Set<Payment>().AnyAsync(p => p.AccountId == wish.AccountId && (p.State == PaymentState.Started || p.State == PaymentState.Pending), ct)) return;
        else
        {
            await BeginAsync(charge, wish, bill, ct);
            return;
        }
        await db.SaveChangesAsync(ct);
    }

    async Task BeginAsync(AutoCharge charge, AutoPay wish, Bill bill, CancellationToken ct)
    {
        var account = await accounts.FindAsync(wish.AccountId, ct);
        var payment = Guid.CreateVersion7();
        (charge.State, charge.PaymentId, charge.Started) = (AutoChargeState.Charging, payment, charge.Started + 1);
        db.Tell(new ChargeDue(payment, 1), clock);
        // Saves all of this with the payment, as the person's own: whether they may still pay this account is asked there.
        var started = await start.HandleAsync(new StartPayment(account!.Number, bill.Outstanding, bill.Number, $"autopay-{charge.Id:N}-{charge.Started}") { Id = payment }, TellPayer.Of(wish), ct);
        if (started.Refusal is not { } why) return;

        db.ChangeTracker.Clear();
        if (why.Kind == RefusalKind.Unavailable) return;
        (charge, wish, bill) = await LoadAsync(charge.Id, ct);
        if (why.Kind == RefusalKind.NotFound)
        {
            agreements.End(wish, AutoPayState.Off);
            await agreements.WithdrawChargesAsync(wish, ct);
            db.Tell(new AgreementToEnd(wish.Id, 1), clock);
            db.Audit(Caller.System, clock, "auto_pay_off", "autoPay", wish.Id.ToString("N"), wish.HolderPartyId, details: new { why.Code });
            await tell.QueueAsync(wish, "notice.auto_pay.off", [], $"autopay:{wish.Id:N}:off", ct);
        }
        else await FailAsync(charge, wish, bill, null, ct);
        await db.SaveChangesAsync(ct);
    }

    async Task<(AutoCharge, AutoPay, Bill)> LoadAsync(Guid id, CancellationToken ct)
    {
        var charge = await db.Set<AutoCharge>().SingleAsync(c => c.Id == id, ct);
        return (charge, await db.Set<AutoPay>().SingleAsync(a => a.Id == charge.AutoPayId, ct), await db.Set<Bill>().SingleAsync(b => b.Id == charge.BillId, ct));
    }
}
