using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Billing;

public abstract class Billing_a_cycle(DatabaseKind kind) : Billing_a_cycle_words(kind)
{
    [Fact]
    public async Task Every_account_gets_one_bill_that_the_books_agree_with()
    {
        var all = new List<Subscriber>();
        for (var i = 0; i < 5; i++) all.Add(await SubscribeAsync());
        await CallAsync(all[0], "2026-10-05 09:00", 661); // twelve minutes, ten of them included
        await MoveInAsync(); // has nothing

        var run = await RunAsync();

        Assert.Equal((BillRunState.Done, 6, 5, 0), (run.State, run.Accounts, run.Bills, run.Faults));
        Assert.Equal(3, run.Parts);
        var bill = Assert.Single(await BillsAsync(all[0]));
        Assert.Equal((50_20L, 50_20L), (bill.Total.Minor, bill.Outstanding.Minor));
        Assert.Equal(bill.Total.Minor, bill.Lines.Sum(l => l.Amount.Minor));
        Assert.Equal([("fee", ChargeKind.Plan, 50_00L), ("calls", ChargeKind.Voice, 20L)], bill.Lines.OrderBy(l => l.Ordinal).Select(l => (l.Code!, l.Kind, l.Amount.Minor)));
        Assert.Equal(new Money(250_20), run.Total);
        Assert.Null(await FaultAsync());
        await PayAsync(all[0].Home, 50_20, bill.Number);
        Assert.Equal(0, await OwedAsync(bill.Number));
        await DeliverAsync();
        Assert.Equal(5, await InDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.TextKey == "notice.bill_issued" || m.TextKey == "notice.bill_issued_nothing_due", Ct)));
    }

    [Fact]
    public async Task Another_run_of_the_cycle_bills_nobody_twice_and_who_was_left_out()
    {
        var first = await SubscribeAsync();
        await RunAsync();
        var second = await SubscribeAsync();
        var again = await RunAsync();
        Assert.Equal((2, 1), (again.Number, again.Bills));
        Assert.Single(await BillsAsync(first));
        Assert.Single(await BillsAsync(second));
    }

    [Fact]
    public async Task A_trial_counts_the_same_and_issues_nothing()
    {
        var who = await SubscribeAsync();
        await CallAsync(who, "2026-11-02 09:00", 3600);
        var trial = await RunAsync(11, trial: true);
        Assert.Equal((1, new Money(55_00)), (trial.Bills, trial.Total));
        Assert.Empty(await BillsAsync(who));
        AssertRefused("cycle.open", await StartAsync(11));
    }

    [Fact]
    public async Task What_an_allowance_has_left_is_drawn_in_the_next_period_and_then_gone()
    {
        var who = await SubscribeAsync(from: At("2026-08-01 00:00"));
        await CallAsync(who, "2026-08-05 09:00", 240);
        await CallAsync(who, "2026-09-05 09:00", 960); // six minutes carried over and its own ten
        await CallAsync(who, "2026-10-05 09:00", 660);
        foreach (var month in (int[])[8, 9, 10]) await RunAsync(month);
        Assert.Equal([50_00L, 50_00, 50_10], (await BillsAsync(who)).Select(b => b.Total.Minor));
    }

    [Fact]
    public async Task Use_that_came_too_late_stands_on_the_next_bill_at_the_price_of_its_own_time()
    {
        var who = await SubscribeAsync(Plan with { Allowances = [] });
        await CallAsync(who, "2026-09-30 23:59:30", 60, accepted: "2026-10-05 09:00"); // September closed on 2 October, 00:00
        var wrong = await CallAsync(who, "2026-09-10 12:00", 600);
        await RunAsync(9);
        await InDatabaseAsync(async db =>
        {
            db.Add(new UsageCancellation { Id = Guid.CreateVersion7(), RecordId = wrong, SourceId = "back", AcceptedAt = At("2026-10-20 09:00") });
            await db.SaveChangesAsync(Ct);
        });
        await CallAsync(who, "2026-10-10 12:00", 120);
        await RunAsync(10);
        var bills = await BillsAsync(who);
        Assert.Equal([51_00L, 49_30L], bills.Select(b => b.Total.Minor)); // 50.00 + 0.20, one minute more and ten less of September
        var late = bills[1].Lines.Single(l => l.Code == OneOffCharge.LateUsage);
        Assert.Equal((-90L, "Price (of September 2026, came late)"), (late.Amount.Minor, late.Text.In("en")));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Who_pays_for_another_is_billed_with_them_whatever_part_they_are_in()
    {
        var (firm, user) = (await SubscribeAsync(), await SubscribeAsync());
        for (var i = 0; i < 3; i++) await SubscribeAsync();
        var (late, cap) = (await SubscribeAsync(), new Money(10_00));
        await InDatabaseAsync(async db =>
        {
            db.AddRange(new PaymentResponsibility { Id = Guid.CreateVersion7(), LineId = user.Line, Kind = ChargeKind.Plan, From = new(2026, 1, 1), AccountId = firm.Home.Account },
                new PaymentResponsibility { Id = Guid.CreateVersion7(), LineId = late.Line, From = new(2026, 1, 1), AccountId = firm.Home.Account, Cap = cap });
            await db.SaveChangesAsync(Ct);
        });
        await CallAsync(user, "2026-10-05 09:00", 660);
        await RunAsync(workers: 2);
        Assert.Equal((110_00L, 10L, 40_00L), ((await BillsAsync(firm)).Single().Total.Minor, (await BillsAsync(user)).Single().Total.Minor, (await BillsAsync(late)).Single().Total.Minor));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_family_draws_from_one_allowance_across_accounts()
    {
        var (mother, son) = (await SubscribeAsync(Plan with { Allowances = [Plan.Allowances[0] with { Shared = true, Quantity = 600 }] }), await SubscribeAsync(Plan with { Allowances = [] }));
        await InDatabaseAsync(async db =>
        {
            db.Add(new ProductShare { Id = Guid.CreateVersion7(), ProductId = mother.Product, LineId = son.Line, From = Now.AddYears(-1) });
            await db.SaveChangesAsync(Ct);
        });
        await CallAsync(son, "2026-10-05 09:00", 540);
        await CallAsync(mother, "2026-10-06 09:00", 120);
        await RunAsync();
        Assert.Equal((50_10L, 50_00L), ((await BillsAsync(mother)).Single().Total.Minor, (await BillsAsync(son)).Single().Total.Minor));
    }

    [Fact]
    public async Task What_was_decided_elsewhere_stands_on_one_bill_and_a_credit_beyond_it_lies_in_the_cash()
    {
        var who = await SubscribeAsync();
        await InDatabaseAsync(async db =>
        {
            db.Add(new OneOffCharge { Id = Guid.CreateVersion7(), AccountId = who.Home.Account, LineId = who.Line, Code = "goodwill", Key = "k1", Name = Name, Amount = new Money(-60_00), TaxClass = "basic", At = At("2026-10-15 09:00") });
            await db.SaveChangesAsync(Ct);
        });
        await RunAsync();
        Assert.Equal((-10_00L, 0L), ((await BillsAsync(who)).Single().Total.Minor, (await BillsAsync(who)).Single().Outstanding.Minor));
        Assert.Equal(10_00, await HeldAsync(who.Home));
        Assert.Null(await FaultAsync());
        Clock.Advance(TimeSpan.FromDays(15));
        await RunAsync(11);
        Assert.Equal([-10_00L, 50_00L], (await BillsAsync(who)).Select(b => b.Total.Minor));
    }

    [Fact]
    public async Task Nodes_at_once_issue_one_bill_for_each()
    {
        var all = new List<Subscriber>();
        for (var i = 0; i < 9; i++) all.Add(await SubscribeAsync());
        await using var other = Build();
        var run = (await StartAsync()).Value;
        Assert.Equal(run, (await StartAsync()).Value);
        var done = await Task.WhenAll(Services.GetRequiredService<WorkOnRuns>().HandleAsync(run, 2, Ct), other.GetRequiredService<WorkOnRuns>().HandleAsync(run, 2, Ct));
        Assert.Equal(5, done.Sum());
        foreach (var who in all) Assert.Single(await BillsAsync(who));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_part_whose_worker_died_is_taken_again_and_one_that_was_too_slow_stores_nothing()
    {
        var who = await SubscribeAsync();
        var run = (await StartAsync()).Value;
        var slow = Guid.CreateVersion7();
        var (of, part) = await InDatabaseAsync(async db =>
        {
            await db.Set<BillRunPart>().ExecuteUpdateAsync(s => s.SetProperty(p => p.State, BillRunPartState.Taken).SetProperty(p => p.TakenAs, slow).SetProperty(p => p.TakenUntil, Now.AddMinutes(5)), Ct);
            return (await db.Set<BillRun>().AsNoTracking().SingleAsync(Ct), await db.Set<BillRunPart>().AsNoTracking().SingleAsync(Ct));
        });
        Assert.Equal(0, await Services.GetRequiredService<WorkOnRuns>().HandleAsync(run, 1, Ct));
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await Services.GetRequiredService<WorkOnRuns>().HandleAsync(run, 1, Ct));
        Assert.False(await InScopeAsync(s => s.GetRequiredService<BillAccounts>().HandleAsync(of, part, Ct)));
        Assert.Single(await BillsAsync(who));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task One_whose_data_is_wrong_is_named_and_the_others_are_billed()
    {
        var (good, wrong) = (await SubscribeAsync(), await SubscribeAsync(Plan with { Recurring = [Plan.Recurring[0] with { Tax = new TaxTerm([new TaxShare("nowhere", 1)]) }] }));
        var run = await RunAsync();
        Assert.Equal((1, 1), (run.Bills, run.Faults));
        Assert.Single(await BillsAsync(good));
        Assert.Empty(await BillsAsync(wrong));
        var fault = Assert.Single((await InScopeAsync(s => s.GetRequiredService<ListBillRuns>().FaultsAsync(run.Id, Biller, Ct))).Value);
        Assert.Equal(wrong.Home.Number, fault.Account);
        Assert.Contains("nowhere", fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_that_was_wrong_is_credited_and_another_stands_in_its_place_with_what_was_paid()
    {
        var who = await SubscribeAsync();
        await RunAsync();
        var wrong = (await BillsAsync(who)).Single();
        await PayAsync(who.Home, 30_00, wrong.Number);
        Assert.Equal(0, (await AgainAsync(who)).Value.Revised);
        await InDatabaseAsync(db => db.Set<Product>().Where(p => p.Id == who.Product).ExecuteUpdateAsync(s => s.SetProperty(p => p.NegotiatedMonthly, new Money(40_00)), Ct));

        var again = (await AgainAsync(who)).Value;

        Assert.Equal((wrong.Number + "-2", new Money(50_00), new Money(40_00), 1), (again.Number, again.Before, again.Now, again.Revised));
        var bills = (await BillsAsync(who)).OrderBy(b => b.Number, StringComparer.Ordinal).ToArray();
        Assert.Equal([(50_00L, 0L, 1), (40_00, 10_00, 2), (-50_00, 0, 1)], bills.Select(b => (b.Total.Minor, b.Outstanding.Minor, b.Revision)));
        Assert.Equal((bills[2].Id, wrong.Id), (bills[0].CreditedBy!.Value, bills[2].CreditOf!.Value));
        Assert.Equal(50_00, bills[0].Lines.Sum(l => l.Amount.Minor)); // as it was issued
        Assert.Equal(0, (await AgainAsync(who)).Value.Revised);
        Assert.Equal(0, await HeldAsync(who.Home));
        Assert.Null(await FaultAsync());
        Assert.Equal(0, (await RunAsync()).Bills);
        Clock.Advance(TimeSpan.FromDays(15));
        await RunAsync(11);
        Assert.Equal(0, (await AgainAsync(who)).Value.Revised); // November's is as it should be, October is closed
        Assert.Equal(4, (await BillsAsync(who)).Count);
    }

    [Fact]
    public async Task What_was_paid_too_much_of_a_wrong_bill_lies_in_the_cash()
    {
        var who = await SubscribeAsync();
        await RunAsync();
        await PayAsync(who.Home, 50_00, (await BillsAsync(who)).Single().Number);
        await InDatabaseAsync(db => db.Set<Product>().Where(p => p.Id == who.Product).ExecuteUpdateAsync(s => s.SetProperty(p => p.NegotiatedMonthly, new Money(40_00)), Ct));
        var both = await Task.WhenAll(AgainAsync(who), AgainAsync(who));
        Assert.Equal(1, both.Sum(b => b.Value.Revised));
        Assert.Equal(10_00, await HeldAsync(who.Home));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Only_a_bill_of_a_run_can_be_billed_again()
    {
        var who = await SubscribeAsync();
        AssertRefused("bill.not_found", await AgainAsync(who));
        await BillAsync(who.Home, 800);
        AssertRefused("bill.not_of_a_run", await AgainAsync(who));
    }

    Task<Outcome<BilledAgain>> AgainAsync(Subscriber who) => InScopeAsync(s => s.GetRequiredService<BillAgainHandler>().HandleAsync(new BillAgain(who.Home.Account), Biller, Ct));

    [Fact]
    public async Task It_needs_its_permission_and_a_day_that_there_is()
    {
        AssertRefused("permission.missing", await InScopeAsync(s => s.GetRequiredService<StartBillRunHandler>().HandleAsync(new StartBillRun(1, new(2026, 10, 1)), Biller with { Permissions = new HashSet<string>() }, Ct)));
        AssertRefused("cycle.day", await InScopeAsync(s => s.GetRequiredService<StartBillRunHandler>().HandleAsync(new StartBillRun(29, new(2026, 10, 1)), Biller, Ct)));
        Assert.NotNull((await InScopeAsync(s => s.GetRequiredService<ListBillRuns>().HandleAsync(Biller with { Permissions = new HashSet<string>() }, Ct))).Refusal);
    }
}

public sealed class Billing_a_cycle_on_SQLite() : Billing_a_cycle(DatabaseKind.Sqlite);
public sealed class Billing_a_cycle_on_PostgreSQL() : Billing_a_cycle(DatabaseKind.Postgres);
