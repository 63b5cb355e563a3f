using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class Bills_that_pay_themselves(DatabaseKind kind) : BillingSuite(kind)
{
    async Task<Guid> AskAsync(Household who, string? key = null, Household? whose = null) =>
        (await InScopeAsync(s => s.GetRequiredService<StartAutoPayHandler>().HandleAsync(new((whose ?? who).Number, key ?? NewKey()), As(who), Ct))).Value;

    Task<Outcome<AgreementPage>> PageOfAsync(Household who, Guid id) => InScopeAsync(s => s.GetRequiredService<RequestAgreementHandler>().HandleAsync(new(id), As(who), Ct));

    async Task<Guid> SwitchOnAsync(Household who, Household? whose = null)
    {
        var id = await AskAsync(who, whose: whose);
        Assert.StartsWith("https://bank.example/agree/", (await PageOfAsync(who, id)).Value.Content, StringComparison.Ordinal);
        Bank.Decide(id, MandateState.Agreed);
        await InScopeAsync(s => s.GetRequiredService<FollowAgreement>().NowAsync(id, Ct));
        Assert.Equal(AutoPayState.On, await StateAsync(id));
        return id;
    }

    Task<AutoPayState> StateAsync(Guid id) => InDatabaseAsync(db => db.Set<AutoPay>().Where(a => a.Id == id).Select(a => a.State).SingleAsync(Ct));

    Task<Outcome<Done>> StopAsync(Household who, Guid id) => InScopeAsync(s => s.GetRequiredService<StopAutoPayHandler>().HandleAsync(new(id), As(who), Ct));

    Task RunAsync(IServiceProvider? node = null) => InScopeAsync(node ?? Services, async s => { await s.GetRequiredService<RunAutoPay>().HandleAsync(Ct); return true; });

    // An hour of its schedule: what it begins is delivered, and the next hour looks what became of it.
    async Task HourAsync()
    {
        await RunAsync();
        await DeliverAllAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await RunAsync();
        await DeliverAllAsync();
    }

    Task<AutoCharge> ChargeAsync() => InDatabaseAsync(db => db.Set<AutoCharge>().AsNoTracking().SingleAsync(Ct));

    // On PostgreSQL messages are delivered side by side: two about one payment may meet, and one of them comes again.
    async Task DeliverAllAsync()
    {
        while (await Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct) > 0) { }
        Assert.Empty(await InDatabaseAsync(db => db.Set<OutboxMessage>().Where(m => m.ParkedAt != null).Select(m => m.LastError).ToListAsync(Ct)));
    }

    Task<List<string>> ToldAsync(Household who) => InDatabaseAsync(db => db.Set<Message>().Where(m => m.PersonId == who.Person && m.Medium == Medium.InApp && m.TextKey.StartsWith("notice.auto_pay")).OrderBy(m => m.Id).Select(m => m.TextKey.Substring(16)).ToListAsync(Ct));

    void GoTo(DateOnly day) => Clock.SetUtcNow(new DateTimeOffset(day, new TimeOnly(2, 0), TimeSpan.Zero)); // ten in the morning in Shanghai

    // Due on 17 December.
    Task<string> DecemberAsync(Household who, long minor = 9_900) => InScopeAsync(async s =>
    {
        var bill = BillOf(who, minor, 11) with { DueOn = new DateOnly(2026, 12, 17) };
        Assert.True((await s.GetRequiredService<PostBillHandler>().HandleAsync(bill, Caller.System, Ct)).Succeeded);
        return bill.Number;
    });

    [Fact]
    public async Task A_bill_is_announced_three_days_before_and_charged_on_its_day_once()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var bill = await DecemberAsync(home);
        GoTo(new(2026, 12, 13));
        await HourAsync();
        Assert.Equal(["on"], await ToldAsync(home));
        GoTo(new(2026, 12, 14));
        await HourAsync();
        Assert.Equal(["on", "soon"], await ToldAsync(home));
        var words = await InDatabaseAsync(db => db.Set<Message>().Where(m => m.TextKey == "notice.auto_pay.soon").Select(m => m.Body).FirstAsync(Ct));
        Assert.Contains("99.00", words, StringComparison.Ordinal);
        Assert.Contains("12 月 17 日", words!.Replace("12月17日", "12 月 17 日", StringComparison.Ordinal), StringComparison.Ordinal);
        GoTo(new(2026, 12, 16));
        await HourAsync();
        Assert.Equal((9_900, 0), (await OwedAsync(bill), Bank.Taken));
        GoTo(new(2026, 12, 17));
        await HourAsync();
        await HourAsync();
        Assert.Equal((0, 9_900), (await OwedAsync(bill), Bank.Taken));
        Assert.Equal(AutoChargeState.Paid, (await ChargeAsync()).State);
        Assert.Equal(["on", "soon"], await ToldAsync(home));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task What_is_due_sooner_still_has_its_three_days()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var bill = await BillAsync(home, 5_000); // due on 17 November: six days ago
        await HourAsync();
        Assert.Equal(new DateOnly(2026, 11, 26), (await ChargeAsync()).ChargeOn);
        GoTo(new(2026, 11, 26));
        await HourAsync();
        Assert.Equal(0, await OwedAsync(bill));
    }

    [Fact]
    public async Task What_was_paid_by_hand_meanwhile_is_not_paid_again()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var (whole, part) = (await DecemberAsync(home), await DecemberAsync(home, 5_000));
        GoTo(new(2026, 12, 14));
        await HourAsync();
        await PayAsync(home, 9_900, whole);
        await PayAsync(home, 2_000, part);
        GoTo(new(2026, 12, 17));
        await RunAsync();                      // begun, and not yet at the bank:
        await PayAsync(home, 1_000, part);     // now by hand a little more
        await DeliverAllAsync();
        Assert.Equal(12_900, Bank.Taken);
        await HourAsync();                     // the rest, anew
        await HourAsync();
        Assert.Equal((0, 0, 14_900), (await OwedAsync(whole), await OwedAsync(part), Bank.Taken));
        Assert.Equal(0, await HeldAsync(home)); // not a cent too much
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Somebody_at_the_banks_page_is_waited_for()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var bill = await DecemberAsync(home);
        GoTo(new(2026, 12, 14));
        await HourAsync();
        GoTo(new(2026, 12, 17));
        var hand = (await StartAsync(home, 9_900, bill)).Value;
        Assert.True((await PageAsync(home, hand.Id)).Succeeded);
        await RunAsync();
        Assert.Equal(AutoChargeState.Announced, (await ChargeAsync()).State);
        await HearAsync(hand.Id, Bank.Decide(hand.Id, GatewayState.Approved));
        await HourAsync();
        Assert.Equal((9_900, AutoChargeState.Paid), (Bank.Taken, (await ChargeAsync()).State));
    }

    [Fact]
    public async Task A_bank_that_says_no_is_asked_again_after_one_three_and_five_days_and_then_no_more()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var bill = await DecemberAsync(home);
        Bank.DeclinesCharges = true;
        GoTo(new(2026, 12, 14));
        await HourAsync();
        var days = new List<int>();
        for (var day = new DateOnly(2026, 12, 15); day < new DateOnly(2026, 12, 30); day = day.AddDays(1))
        {
            var before = (await ChargeAsync()).Started;
            GoTo(day);
            await HourAsync();
            if ((await ChargeAsync()).Started > before) days.Add(day.Day);
        }
        Assert.Equal([17, 18, 20, 22], days);
        Assert.Equal((9_900, AutoChargeState.GivenUp), (await OwedAsync(bill), (await ChargeAsync()).State));
        Assert.Equal(["on", "soon", "declined", "declined", "declined", "gave_up"], await ToldAsync(home));
    }

    [Fact]
    public async Task A_bank_that_was_away_or_lost_its_answer_charges_once()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var bill = await DecemberAsync(home);
        GoTo(new(2026, 12, 14));
        await HourAsync();
        GoTo(new(2026, 12, 17));
        Bank.Away = true;
        for (var i = 0; i < 3; i++) await HourAsync();
        Assert.Equal(0, Bank.Taken);
        (Bank.Away, Bank.LosesAnswers) = (false, true);
        for (var i = 0; i < 3; i++) await HourAsync();
        Assert.Equal((0, 9_900), (await OwedAsync(bill), Bank.Taken)); // settled by the reconciliation
        Assert.Equal(["on", "soon"], await ToldAsync(home));           // no fault of the payer's: they are not told
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_charge_that_lay_too_long_is_begun_anew_and_not_twice()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var bill = await DecemberAsync(home);
        GoTo(new(2026, 12, 14));
        await HourAsync();
        GoTo(new(2026, 12, 17));
        await RunAsync();
        Clock.Advance(TimeSpan.FromHours(2)); // nobody delivered: every node was down
        await DeliverAllAsync();
        Assert.Equal(0, Bank.Taken);
        await HourAsync();
        await HourAsync();
        Assert.Equal((0, 9_900, 0), (await OwedAsync(bill), Bank.Taken, await HeldAsync(home)));
    }

    [Fact]
    public async Task Two_nodes_and_a_killed_one_begin_one_payment()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        await DecemberAsync(home);
        GoTo(new(2026, 12, 14));
        await using var other = Build();
        await Task.WhenAll(RunAsync(), RunAsync(other));
        Assert.Equal(2, (await ToldAsync(home)).Count);
        GoTo(new(2026, 12, 17));
        await Task.WhenAll(RunAsync(), RunAsync(other), RunAsync());
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<Payment>().CountAsync(Ct)));
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<OutboxMessage>().CountAsync(m => m.Type == nameof(ChargeDue), Ct)));
        await DeliverAllAsync();
        Assert.Equal(9_900, Bank.Taken);
    }

    [Fact]
    public async Task More_than_was_announced_is_announced_anew()
    {
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        var number = await DecemberAsync(home);
        GoTo(new(2026, 12, 14));
        await HourAsync();
        await InDatabaseAsync(async db =>
        {
            var bill = await db.Set<Bill>().SingleAsync(b => b.Number == number, Ct);
            bill.Total += new Money(1_000);
            new Movement(LedgerTransactionKind.BillCorrected, "by hand", home.Account, Now).Owe(bill, new Money(1_000)).Book(LedgerAccount.Revenue, new Money(-1_000)).Post(db);
            await db.SaveChangesAsync(Ct);
        });
        GoTo(new(2026, 12, 17));
        await HourAsync();
        Assert.Equal((0, new DateOnly(2026, 12, 20), 10_900L), (Bank.Taken, (await ChargeAsync()).ChargeOn, (await ChargeAsync()).Announced.Minor));
        GoTo(new(2026, 12, 20));
        await HourAsync();
        Assert.Equal((0, 10_900), (await OwedAsync(number), Bank.Taken));
    }

    [Fact]
    public async Task Switched_off_it_charges_nothing_and_the_bank_is_told()
    {
        var (home, other) = (await MoveInAsync(), await MoveInAsync());
        var id = await SwitchOnAsync(home);
        await DecemberAsync(home);
        GoTo(new(2026, 12, 14));
        await HourAsync();
        GoTo(new(2026, 12, 17));
        await RunAsync(); // begun, and not yet at the bank
        AssertRefused("auto_pay.not_found", await StopAsync(other, id));
        Bank.Away = true;
        Assert.True((await StopAsync(home, id)).Succeeded);
        Assert.True((await StopAsync(home, id)).Succeeded);
        await DeliverAllAsync();
        Bank.Away = false;
        for (var i = 0; i < 3; i++) await HourAsync();
        Assert.Equal((0, MandateState.Ended, AutoPayState.Off), (Bank.Taken, Bank.StateOf(id), await StateAsync(id)));
        Assert.Equal(["on", "soon", "off"], await ToldAsync(home));
        Assert.Equal(AutoChargeState.Withdrawn, (await ChargeAsync()).State);
        Assert.Null(Assert.Single(await InScopeAsync(s => s.GetRequiredService<ListAutoPays>().HandleAsync(As(home), Ct))).Id);
    }

    [Fact]
    public async Task Ended_at_the_bank_or_no_longer_allowed_it_is_off_and_said()
    {
        var (home, child) = (await MoveInAsync(), await MoveInAsync());
        var grant = Guid.CreateVersion7();
        await InDatabaseAsync(async db =>
        {
            db.Add(new Grant { Id = grant, PersonId = home.Person, AccountId = child.Account, Rights = Right.Pay, Basis = GrantBasis.Payer, From = Now.AddDays(-1) });
            await db.SaveChangesAsync(Ct);
        });
        var (own, childs) = (await SwitchOnAsync(home), await SwitchOnAsync(home, child));
        await DecemberAsync(home);
        await DecemberAsync(child);
        GoTo(new(2026, 12, 14));
        await HourAsync();
        Bank.Decide(own, MandateState.Ended);
        await InDatabaseAsync(db => db.Set<Grant>().Where(g => g.Id == grant).ExecuteUpdateAsync(g => g.SetProperty(x => x.To, Now), Ct));
        GoTo(new(2026, 12, 17));
        await HourAsync();
        await HourAsync();
        Assert.Equal((AutoPayState.Off, AutoPayState.Off, 0), (await StateAsync(own), await StateAsync(childs), Bank.Taken));
        Assert.Contains("ended_there", await ToldAsync(home));
        Assert.Contains("off", await ToldAsync(home));
        Assert.Equal(MandateState.Ended, Bank.StateOf(childs));
        Assert.Empty(await InDatabaseAsync(db => db.Set<AutoCharge>().Where(c => c.State == AutoChargeState.Announced || c.State == AutoChargeState.Charging).ToListAsync(Ct)));
    }

    [Fact]
    public async Task An_account_has_one_and_who_never_agrees_has_none()
    {
        var home = await MoveInAsync();
        var (first, second, third) = (await AskAsync(home, "wish-one-1"), await AskAsync(home), await AskAsync(home));
        Assert.Equal(first, await AskAsync(home, "wish-one-1"));
        foreach (var id in new[] { first, second }) Assert.True((await PageOfAsync(home, id)).Succeeded);
        AssertRefused("auto_pay.not_found", await PageOfAsync(await MoveInAsync(), first));
        Bank.Decide(first, MandateState.Agreed);
        Bank.Decide(second, MandateState.Agreed); // in another tab
        await using var other = Build();
        await Task.WhenAll(InScopeAsync(Services, s => s.GetRequiredService<FollowAgreement>().NowAsync(first, Ct)), InScopeAsync(other, s => s.GetRequiredService<FollowAgreement>().NowAsync(second, Ct)));
        AutoPayState[] states = [await StateAsync(first), await StateAsync(second)];
        Assert.Equal([AutoPayState.On, AutoPayState.Off], states.Order());
        await DeliverAllAsync();
        Assert.Equal(MandateState.Ended, Bank.StateOf(states[0] == AutoPayState.On ? second : first));
        AssertRefused("auto_pay.already_on", await InScopeAsync(s => s.GetRequiredService<StartAutoPayHandler>().HandleAsync(new(home.Number, NewKey()), As(home), Ct)));
        AssertRefused("account.not_found", await InScopeAsync(s => s.GetRequiredService<StartAutoPayHandler>().HandleAsync(new(home.Number, NewKey()), As(home) with { SubjectId = Guid.CreateVersion7() }, Ct)));
        for (var i = 0; i < 4; i++) { Clock.Advance(TimeSpan.FromMinutes(20)); await DeliverAllAsync(); }
        Assert.Equal(AutoPayState.Declined, await StateAsync(third)); // its order never came to the bank
    }

    [Fact]
    public async Task Whatever_happens_in_between_a_bill_is_paid_once_and_no_cent_is_lost()
    {
        var chance = new Random(20261123);
        var home = await MoveInAsync();
        await SwitchOnAsync(home);
        string[] bills = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(n => DecemberAsync(home, 3_000 + n)))];
        GoTo(new(2026, 12, 14));
        await HourAsync();
        GoTo(new(2026, 12, 17));
        var byHand = 0L;
        for (var i = 0; i < 60; i++)
        {
            (Bank.Away, Bank.LosesAnswers, Bank.DeclinesCharges) = (chance.Next(4) == 0, chance.Next(3) == 0, chance.Next(3) == 0);
            if (chance.Next(8) == 0 && bills[chance.Next(3)] is var bill && await OwedAsync(bill) is > 0 and var owed && !Bank.Away && !Bank.LosesAnswers)
            {
                var paid = Math.Min(owed, 500 + chance.Next(1_000));
                await PayAsync(home, paid, bill);
                byHand += paid;
            }
            await RunAsync();
            if (chance.Next(2) == 0) await DeliverAllAsync();
            Clock.Advance(TimeSpan.FromMinutes(chance.Next(300)));
        }
        (Bank.Away, Bank.LosesAnswers, Bank.DeclinesCharges) = (false, false, false);
        for (var i = 0; i < 12; i++) { await HourAsync(); Clock.Advance(TimeSpan.FromHours(23)); }
        Assert.Null(await FaultAsync());
        var open = 0L;
        foreach (var bill in bills) open += await OwedAsync(bill);
        Assert.Equal(9_003 - open + await HeldAsync(home), Bank.Taken);
        Assert.Equal(0, await HeldAsync(home));
        Assert.True(Bank.Taken >= byHand);
        Assert.Empty(await InDatabaseAsync(db => db.Set<AutoCharge>().Where(c => c.State == AutoChargeState.Announced || c.State == AutoChargeState.Charging).ToListAsync(Ct)));
    }
}

public sealed class Bills_that_pay_themselves_on_SQLite() : Bills_that_pay_themselves(DatabaseKind.Sqlite);
public sealed class Bills_that_pay_themselves_on_PostgreSQL() : Bills_that_pay_themselves(DatabaseKind.Postgres);
