using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class Paying_a_bill(DatabaseKind kind) : BillingSuite(kind)
{
    [Fact]
    public async Task A_payment_for_a_bill_pays_it_and_the_books_agree()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 12900);

        var payment = await PayAsync(home, 12900, bill);

        Assert.Equal(0, await OwedAsync(bill));
        Assert.Equal(0, await HeldAsync(home));
        var view = (await InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(payment, As(home), Ct))).Value;
        Assert.Equal((PaymentState.Settled, 0L), (view.State, view.ToBalance.Minor));
        Assert.Equal((bill, 12900L, 0L), (view.ToBills[0].Number, view.ToBills[0].Amount.Minor, view.ToBills[0].StillOwed.Minor));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_settled_payment_is_told_in_the_hall_and_stands_in_the_contact_history_once()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 500);
        await DeliverAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await DeliverAsync();

        Assert.Equal(1, await InDatabaseAsync(db => db.Set<Touch>().CountAsync(t => t.PartyId == home.Person && t.Reason == "payment_settled", Ct)));
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.PersonId == home.Person && m.TextKey == "notice.payment_settled", Ct)));
    }

    [Fact]
    public async Task Each_end_of_a_payment_is_counted_once_by_its_state()
    {
        var counted = new List<string>();
        Counted.Value = counted;
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument == Signals.Payments) l.EnableMeasurementEvents(instrument); } };
        // Other scenarios pay at the same time: only what is of this one's bank, or flows from here, counts.
        listener.SetMeasurementEventCallback<long>((_, n, tags, _) =>
        {
            var said = tags.ToArray().ToDictionary(t => t.Key, t => t.Value);
            if (Counted.Value == counted || said["gateway"] is string bank && bank == Bank.Name) counted.Add($"{said["state"]} {n}");
        });
        listener.Start();

        var home = await MoveInAsync();
        var paid = await PayAsync(home, 500);
        await HearAsync(paid, Bank.Decide(paid, GatewayState.Approved)); // told again
        var failed = (await StartAsync(home, 100)).Value.Id;
        await PageAsync(home, failed);
        await HearAsync(failed, Bank.Decide(failed, GatewayState.Declined));
        await PayFromBalanceAsync(home, await BillAsync(home, 200));

        Assert.Equal(["Settled 1", "Declined 1", "Settled 1"], counted);
    }

    static readonly AsyncLocal<List<string>?> Counted = new();

    [Fact]
    public async Task A_second_start_with_the_same_key_returns_the_first_intent()
    {
        var home = await MoveInAsync();
        var first = (await StartAsync(home, 100, key: "the-same-key")).Value;
        var second = (await StartAsync(home, 100, key: "the-same-key")).Value;

        Assert.Equal(first, second);
        AssertRefused("payment.key_reused", await StartAsync(home, 101, key: "the-same-key"));
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<Payment>().CountAsync(Ct)));
    }

    [Fact]
    public async Task Two_starts_with_the_same_key_on_two_nodes_are_one_intent()
    {
        var home = await MoveInAsync();
        await using var other = Build();
        Task<Outcome<PaymentIntent>> On(IServiceProvider node) =>
            InScopeAsync(node, s => s.GetRequiredService<StartPaymentHandler>().HandleAsync(new StartPayment(home.Number, new Money(100), null, "the-same-key"), As(home), Ct));

        var both = await Task.WhenAll(On(Services), On(other), On(Services), On(other));

        Assert.Single(both.Select(b => b.Value.Id).Distinct());
    }

    [Fact]
    public async Task The_same_key_of_another_payer_is_another_intent()
    {
        var (home, neighbour) = (await MoveInAsync(), await MoveInAsync());
        Assert.NotEqual((await StartAsync(home, 100, key: "the-same-key")).Value.Id, (await StartAsync(neighbour, 100, key: "the-same-key")).Value.Id);
    }

    [Fact]
    public async Task Money_goes_to_the_bill_named_then_to_the_oldest_then_to_the_balance()
    {
        var home = await MoveInAsync();
        var (august, september, october) = (await BillAsync(home, 1000, 8), await BillAsync(home, 1000, 9), await BillAsync(home, 1000, 10));

        await PayAsync(home, 1500, october);
        Assert.Equal((500, 1000, 0), (await OwedAsync(august), await OwedAsync(september), await OwedAsync(october)));

        await PayAsync(home, 2000);
        Assert.Equal((0, 0, 500), (await OwedAsync(august), await OwedAsync(september), await HeldAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task However_often_and_late_it_is_told_the_money_moves_once()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 1000);
        var intent = (await StartAsync(home, 600, bill)).Value;
        await PageAsync(home, intent.Id);
        var told = Bank.Decide(intent.Id, GatewayState.Approved);

        for (var i = 0; i < 4; i++) await HearAsync(intent.Id, told);
        await DeliverAsync();
        Clock.Advance(TimeSpan.FromDays(1));
        await DeliverAsync();

        Assert.Equal((400, 0), (await OwedAsync(bill), await HeldAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Two_nodes_that_hear_it_at_once_move_it_once()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 1000);
        await using var other = Build();
        for (var i = 0; i < 5; i++)
        {
            var intent = (await StartAsync(home, 150, bill)).Value;
            await PageAsync(home, intent.Id);
            var told = Bank.Decide(intent.Id, GatewayState.Approved);

            var heard = await Task.WhenAll(HearAsync(intent.Id, told), HearAsync(intent.Id, told, other), HearAsync(intent.Id, told), HearAsync(intent.Id, told, other));

            Assert.All(heard, h => Assert.Equal(PaymentState.Settled, h.Value.State));
        }
        Assert.Equal(250, await OwedAsync(bill));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Two_payments_settled_at_once_on_one_bill_both_count()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 1000);
        await using var other = Build();
        var intents = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            intents.Add((await StartAsync(home, 400, bill)).Value.Id);
            await PageAsync(home, intents[i]);
            Bank.Decide(intents[i], GatewayState.Approved);
        }

        await Task.WhenAll(intents.Select((id, i) => HearAsync(id, Bank[id], i % 2 == 0 ? Services : other)));

        Assert.Equal((0, 600), (await OwedAsync(bill), await HeldAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Many_told_of_at_once_are_booked_each_once_and_one_that_cannot_be_falls_on_no_other()
    {
        var (home, broken) = (await MoveInAsync(), await MoveInAsync());
        var (bill, wrong) = (await BillAsync(home, 1000), await BillAsync(broken, 500));
        await InDatabaseAsync(db => db.Set<Bill>().Where(b => b.Number == wrong).ExecuteUpdateAsync(s => s.SetProperty(b => b.Total, new Money(1)), Ct));
        var intents = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            intents.Add((await StartAsync(i == 5 ? broken : home, 100)).Value.Id);
            await PageAsync(i == 5 ? broken : home, intents[i]);
            Bank.Decide(intents[i], GatewayState.Approved);
        }

        // Each is told twice, in one breath.
        var heard = await Task.WhenAll(intents.Concat(intents).Select(async id =>
        {
            try { return (id, (await HearAsync(id, Bank[id])).Value.State); }
            catch (InvalidOperationException) { return (id, PaymentState.Started); }
        }));

        Assert.All(heard, h => Assert.Equal(h.id == intents[5] ? PaymentState.Started : PaymentState.Settled, h.Item2));
        Assert.Equal((0, 100, 0), (await OwedAsync(bill), await HeldAsync(home), await HeldAsync(broken)));
        Assert.Equal(PaymentState.Pending, (await PaymentAsync(intents[5])).State);
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Another_amount_or_currency_than_was_asked_is_held_and_never_booked()
    {
        var home = await MoveInAsync();
        var (more, other) = ((await StartAsync(home, 100)).Value.Id, (await StartAsync(home, 100)).Value.Id);
        await PageAsync(home, more);
        await PageAsync(home, other);
        var (toldMore, toldOther) = (Bank.Decide(more, GatewayState.Approved), Bank.Decide(other, GatewayState.Approved));

        Assert.Equal(PaymentState.Held, (await HearAsync(more, toldMore with { Amount = new Money(100_00) })).Value.State);
        Assert.Equal(PaymentState.Held, (await HearAsync(other, toldOther with { Currency = "USD" })).Value.State);

        Assert.Equal("payment.amount_differs", (await PaymentAsync(more)).FailureCode);
        Assert.Equal(0, await HeldAsync(home));
        Assert.Null(await FaultAsync());
        // The true amount, when it comes, still counts.
        Assert.Equal(PaymentState.Settled, (await HearAsync(more, toldMore)).Value.State);
        Assert.Equal(100, await HeldAsync(home));
    }

    [Fact]
    public async Task A_gateway_speaks_of_its_own_payments_only()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 100)).Value;
        await PageAsync(home, intent.Id);
        var told = Bank.Decide(intent.Id, GatewayState.Approved);

        AssertRefused("payment.not_found", await InScopeAsync(s => s.GetRequiredService<SettlePaymentHandler>().HandleAsync(new SettlePayment(intent.Id, "another", told), Caller.System, Ct)));
        AssertRefused("payment.not_found", await HearAsync(Guid.CreateVersion7(), told));
    }

    [Theory]
    [InlineData(0, "payment.amount_not_positive")]
    [InlineData(-1, "payment.amount_not_positive")]
    [InlineData(long.MinValue, "payment.amount_not_positive")]
    [InlineData(5_000_001, "payment.amount_too_high")]
    [InlineData(long.MaxValue, "payment.amount_too_high")]
    public async Task An_impossible_amount_is_refused_and_nothing_is_stored(long minor, string code)
    {
        var home = await MoveInAsync();
        AssertRefused(code, await StartAsync(home, minor));
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<Payment>().CountAsync(Ct)));
    }

    [Fact]
    public async Task What_is_not_yours_is_not_found()
    {
        var (home, neighbour) = (await MoveInAsync(), await MoveInAsync());
        var theirs = await BillAsync(neighbour, 1000);
        var intent = (await StartAsync(neighbour, 1000, theirs)).Value;

        AssertRefused("account.not_found", await StartAsync(home, 100, account: neighbour.Number));
        AssertRefused("bill.not_found", await StartAsync(home, 100, theirs));
        AssertRefused("bill.not_found", await PayFromBalanceAsync(home, theirs));
        AssertRefused("payment.not_found", await PageAsync(home, intent.Id));
        AssertRefused("payment.not_found", await InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(intent.Id, As(home), Ct)));
        AssertRefused("payment.not_found", await InScopeAsync(s => s.GetRequiredService<CancelPaymentHandler>().HandleAsync(new CancelPayment(intent.Id), As(home), Ct)));
        AssertRefused("payment.not_found", await InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(intent.Id, Caller.Nobody(Channel.Web), Ct)));
    }

    [Fact]
    public async Task A_later_holder_of_the_account_does_not_see_who_paid_before()
    {
        var (home, next) = (await MoveInAsync(), await MoveInAsync());
        var payment = await PayAsync(home, 100);
        await InDatabaseAsync(async db =>
        {
            await db.Set<Account>().Where(a => a.Id == home.Account).ExecuteUpdateAsync(s => s.SetProperty(a => a.HolderPartyId, next.Person), Ct);
            await db.Set<Grant>().Where(g => g.PersonId == next.Person).ExecuteUpdateAsync(s => s.SetProperty(g => g.AccountId, home.Account), Ct);
        });

        AssertRefused("payment.not_found", await InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(payment, As(next), Ct)));
        Assert.True((await InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(payment, As(home), Ct))).Value.Mine);
    }

    [Fact]
    public async Task What_a_former_holder_owes_is_not_paid_with_the_next_ones_money()
    {
        var (former, home) = (await MoveInAsync(), await MoveInAsync());
        var old = BillOf(former, 1000, 8) with { AccountId = home.Account };
        await InScopeAsync(async s => Assert.True((await s.GetRequiredService<PostBillHandler>().HandleAsync(old, Caller.System, Ct)).Succeeded));
        var own = await BillAsync(home, 300);

        AssertRefused("bill.not_found", await StartAsync(home, 1000, old.Number));
        await PayAsync(home, 500);

        Assert.Equal((1000, 0, 200), (await OwedAsync(old.Number), await OwedAsync(own), await HeldAsync(home)));
        AssertRefused("bill.not_found", await PayFromBalanceAsync(home, old.Number));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_bill_that_is_paid_and_a_closed_account_take_no_more()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 100);
        await PayAsync(home, 100, bill);
        AssertRefused("bill.nothing_due", await StartAsync(home, 100, bill));

        var gone = await MoveInAsync(AccountState.Closed);
        AssertRefused("payment.account_closed", await StartAsync(gone, 100));
        await BillAsync(gone, 100);
        Assert.True((await StartAsync(gone, 100)).Succeeded);
    }

    [Fact]
    public async Task A_right_withdrawn_a_second_ago_is_gone()
    {
        var home = await MoveInAsync();
        await InDatabaseAsync(db => db.Set<Grant>().Where(g => g.PersonId == home.Person).ExecuteUpdateAsync(s => s.SetProperty(g => g.To, Now), Ct));
        AssertRefused("account.not_found", await StartAsync(home, 100));
    }
}

public sealed class Paying_a_bill_on_SQLite() : Paying_a_bill(DatabaseKind.Sqlite);

public sealed class Paying_a_bill_on_PostgreSQL() : Paying_a_bill(DatabaseKind.Postgres);
