using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Billing;

/// <summary>Of a household that pays afterwards, with a line; its bill was due on 17 November, the clock begins on the 23rd.</summary>
public abstract class A_bill_that_is_not_paid(DatabaseKind kind) : BillingSuite(kind)
{
    async Task<(Household Who, Guid Line)> LiveAsync(PaymentMode mode = PaymentMode.Postpaid, CustomerClass of = CustomerClass.Ordinary)
    {
        var who = await MoveInAsync();
        var line = Guid.CreateVersion7();
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == who.Account, Ct)).Mode = mode;
            (await db.Set<Customer>().SingleAsync(c => c.Id == who.Customer, Ct)).Class = of;
            db.Add(new Line { Id = line, CustomerId = who.Customer, AccountId = who.Account, HolderPartyId = who.Person, State = LineState.Active, From = Now.AddYears(-1) });
            db.Add(new Tenure { Id = Guid.CreateVersion7(), LineId = line, Kind = IdentifierKind.Mobile, Value = "+86133" + line.ToString("N")[^8..], From = Now.AddYears(-1) });
            await db.SaveChangesAsync(Ct);
        });
        return (who, line);
    }

    Task<Outcome<DunningRun>> RunAsync(bool trial = false, IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<RunDunningHandler>().HandleAsync(new RunDunning(trial), Caller.System, Ct));

    async Task<string> DoneAsync(int days = 0)
    {
        Clock.Advance(TimeSpan.FromDays(days));
        return string.Join(' ', (await RunAsync()).Value.Taken.Select(t => $"{t.Act}:{t.Bills}"));
    }

    Task<string> HeldAsync(Guid line) => InDatabaseAsync(async db =>
        string.Join(' ', (await db.Set<Restriction>().Where(r => r.LineId == line && r.To == null).ToListAsync(Ct)).Select(r => $"{r.Reason}/{r.Scope}").Order(StringComparer.Ordinal)));

    Task<string[]> ToldAsync(Household who, Medium by) => InDatabaseAsync(db => db.Set<Message>().Where(m => m.PersonId == who.Person && m.Medium == by && m.TextKey.StartsWith("notice.dunning")).OrderBy(m => m.Id).Select(m => m.TextKey).ToArrayAsync(Ct));

    [Fact]
    public async Task Goes_from_reminder_to_restriction_to_suspension_each_once()
    {
        var (who, line) = await LiveAsync();
        await BillAsync(who, 5000);
        Assert.Equal("Remind:1", await DoneAsync()); // day 6: nobody had told them before
        Assert.Equal("", await DoneAsync());
        Assert.Equal("Remind:1", await DoneAsync(1));
        Assert.Equal("", await DoneAsync(7));
        Assert.Equal("", await HeldAsync(line));
        Assert.Equal("Restrict:1", await DoneAsync(1)); // day 15
        Assert.Equal("Debt/Data Debt/Outgoing", await HeldAsync(line));
        Assert.Equal("", await DoneAsync(14));
        Assert.Equal("Suspend:1", await DoneAsync(1));
        Assert.Equal("Debt/All Debt/Data Debt/Outgoing", await HeldAsync(line));
        Assert.Equal("", await DoneAsync(300));
        string[] all = ["notice.dunning.overdue", "notice.dunning.overdue", "notice.dunning.Restrict", "notice.dunning.Suspend"];
        Assert.Equal(all, await ToldAsync(who, Medium.InApp));
        Assert.Equal(all, await ToldAsync(who, Medium.Sms));
        Assert.Equal(4, await InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Act == "dunning_step_taken", Ct)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Paid_gives_service_back_in_the_same_delivery_and_leaves_what_others_restrict()
    {
        var (who, line) = await LiveAsync();
        var bill = await BillAsync(who, 5000);
        await InDatabaseAsync(async db =>
        {
            db.Add(new Restriction { Id = Guid.CreateVersion7(), LineId = line, Reason = RestrictionReason.Loss, Scope = RestrictionScope.Outgoing, From = Now });
            await db.SaveChangesAsync(Ct);
        });
        await DoneAsync();
        await DoneAsync(1);
        await DoneAsync(8);
        Assert.Equal("Debt/Data Debt/Outgoing Loss/Outgoing", await HeldAsync(line));

        await PayAsync(who, 3000, bill);
        await DeliverAsync();
        Assert.Equal("Debt/Data Debt/Outgoing Loss/Outgoing", await HeldAsync(line)); // 20.00 is still overdue
        await PayAsync(who, 2000, bill);
        await Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct); // one look, no clock has moved
        Assert.Equal("Loss/Outgoing", await HeldAsync(line));
        Assert.Equal("notice.dunning.restored", (await ToldAsync(who, Medium.Sms))[^1]);
        Assert.Equal("", await DoneAsync(30));
        Assert.Equal("Loss/Outgoing", await HeldAsync(line));
    }

    [Fact]
    public async Task Is_let_be_at_night_when_it_is_small_when_paid_in_advance_and_for_firms()
    {
        var (small, prepaid, firm) = ((await LiveAsync()).Who, (await LiveAsync(PaymentMode.Prepaid)).Who, (await LiveAsync(of: CustomerClass.Enterprise)).Who);
        await BillAsync(small, 999);
        await BillAsync(prepaid, 5000);
        Assert.Equal("", await DoneAsync());
        await BillAsync(firm, 5000);
        Assert.Equal("Remind:1", await DoneAsync());
        Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal("Remind:1", await DoneAsync()); // not cut off
        await BillAsync(small, 1, 9); // another, older: together it is enough, and the younger is reminded of
        Assert.Equal("Remind:1", await DoneAsync());

        Clock.Advance(TimeSpan.FromHours(10)); // 20:00
        Assert.Equal("dunning.night", (await RunAsync()).Refusal?.Code);
        Assert.True((await RunAsync(trial: true)).Succeeded);
        Clock.Advance(TimeSpan.FromHours(12.9));
        Assert.Equal("dunning.night", (await RunAsync()).Refusal?.Code);
        Clock.Advance(TimeSpan.FromHours(0.1));
        Assert.True((await RunAsync()).Succeeded);
    }

    [Fact]
    public async Task A_trial_says_what_would_be_done_and_does_nothing()
    {
        var (who, _) = await LiveAsync();
        await BillAsync(who, 5000);
        var would = (await RunAsync(trial: true)).Value;
        Assert.Equal(new DunningCount(DunningAct.Remind, 1, new Money(5000)), Assert.Single(would.Taken));
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<DunningStep>().CountAsync(Ct)));
        Assert.Equal("Remind:1", await DoneAsync());
    }

    [Fact]
    public async Task Two_nodes_at_once_take_each_step_once()
    {
        var people = new List<Household>();
        for (var i = 0; i < 6; i++) { people.Add((await LiveAsync()).Who); await BillAsync(people[^1], 5000 + i); }
        await using var other = Build();
        var runs = await Task.WhenAll(RunAsync(), RunAsync(node: other));
        Assert.All(runs, r => Assert.True(r.Succeeded));
        Assert.Equal(6, await InDatabaseAsync(db => db.Set<DunningStep>().CountAsync(Ct)));
        foreach (var who in people) Assert.Single(await ToldAsync(who, Medium.InApp));
    }

    [Fact]
    public async Task Its_page_says_what_holds_and_what_to_pay()
    {
        var (who, _) = await LiveAsync();
        var bill = await BillAsync(who, 5000);
        await DoneAsync();
        await DoneAsync(1);
        await DoneAsync(8);
        var seen = await InScopeAsync(s => s.GetRequiredService<ViewDunningHandler>().HandleAsync(new ViewDunning(bill), As(who), Ct));
        Assert.Equal([DunningAct.Remind, DunningAct.Remind, DunningAct.Restrict], seen.Value.Steps.Select(s => s.Act));
        Assert.Equal((new Money(5000), false, 2), (seen.Value.ToPay, seen.Value.IsSuspended, seen.Value.Held.Count));
        var home = (await InScopeAsync(s => s.GetRequiredService<ViewHomeHandler>().HandleAsync(new ViewHome(), As(who), Ct))).Value;
        Assert.Equal((new Money(5000), 2), (home.ToLift, home.Held.Count));
        var stranger = await MoveInAsync();
        AssertRefused("bill.not_found", await InScopeAsync(s => s.GetRequiredService<ViewDunningHandler>().HandleAsync(new ViewDunning(bill), As(stranger), Ct)));
    }

    [Fact]
    public async Task Lines_that_debt_still_holds_without_a_debt_are_freed_by_the_run()
    {
        var (_, line) = await LiveAsync();
        await InDatabaseAsync(async db =>
        {
            db.Add(new Restriction { Id = Guid.CreateVersion7(), LineId = line, Reason = RestrictionReason.Debt, Scope = RestrictionScope.All, From = Now });
            await db.SaveChangesAsync(Ct);
        });
        Assert.Equal(1, (await RunAsync()).Value.Restored);
        Assert.Equal("", await HeldAsync(line));
    }
}

public sealed class A_bill_that_is_not_paid_on_SQLite() : A_bill_that_is_not_paid(DatabaseKind.Sqlite);
public sealed class A_bill_that_is_not_paid_on_PostgreSQL() : A_bill_that_is_not_paid(DatabaseKind.Postgres);
