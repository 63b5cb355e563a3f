using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class Reconciling_a_payment(DatabaseKind kind) : BillingSuite(kind)
{
    async Task PassAsync(TimeSpan time, TimeSpan step)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Clock.Advance(step);
            await DeliverAsync();
        }
    }

    Task<int> WaitingAsync() => InDatabaseAsync(db => db.Set<OutboxMessage>().CountAsync(Ct));

    [Fact]
    public async Task Another_amount_waits_for_a_person_and_is_booked_only_when_the_gateway_says_the_one_asked()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 1000);
        var intent = (await StartAsync(home, 1000, bill)).Value;
        await PageAsync(home, intent.Id);
        var approved = Bank.Decide(intent.Id, GatewayState.Approved);
        Bank.Says(intent.Id, new Money(900));
        await HearAsync(intent.Id, approved with { Amount = new Money(900) });
        var clerk = new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7(), Permissions = new HashSet<string> { BillingPermissions.SettleHeld } };
        Task<Outcome<IReadOnlyList<HeldPayment>>> ListAsync(Caller caller) => InScopeAsync(s => s.GetRequiredService<ListHeldPayments>().HandleAsync(caller, Ct));
        Task<Outcome<PaymentState>> AskAsync(Caller caller) => InScopeAsync(s => s.GetRequiredService<AskAboutHeldPaymentHandler>().HandleAsync(new(intent.Id), caller, Ct));

        Assert.Equal((intent.Id, 1000L, 900L), (await ListAsync(clerk)).Value.Where(p => p.Id == intent.Id).Select(p => (p.Id, p.Amount.Minor, p.ToldMinor!.Value)).Single());
        Assert.Equal("permission.missing", (await ListAsync(As(home))).Refusal?.Code);
        Assert.Equal("permission.missing", (await AskAsync(As(home))).Refusal?.Code);

        Assert.Equal(PaymentState.Held, (await AskAsync(clerk)).Value);
        Assert.Equal(1000, await OwedAsync(bill));
        Bank.Says(intent.Id, new Money(1000));
        Assert.Equal(PaymentState.Settled, (await AskAsync(clerk)).Value);
        Assert.Equal(PaymentState.Settled, (await AskAsync(clerk)).Value);
        Assert.Equal((0, 0), (await OwedAsync(bill), await HeldAsync(home)));
        Assert.DoesNotContain((await ListAsync(clerk)).Value, p => p.Id == intent.Id);
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_payment_whose_notification_was_lost_is_settled_by_asking()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        await PageAsync(home, intent.Id);
        Bank.Decide(intent.Id, GatewayState.Approved);

        await PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));

        Assert.Equal((PaymentState.Settled, 700L), ((await PaymentAsync(intent.Id)).State, await HeldAsync(home)));
        Assert.Equal(0, await WaitingAsync());
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task An_order_whose_answer_was_lost_is_found_by_asking()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        Bank.LosesAnswers = true;
        AssertRefused("payment.gateway_unavailable", await PageAsync(home, intent.Id));
        Bank.LosesAnswers = false;
        Bank.Decide(intent.Id, GatewayState.Approved);

        await PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));

        Assert.Equal(700, await HeldAsync(home));
    }

    [Fact]
    public async Task A_gateway_that_is_away_for_a_day_is_asked_ever_more_seldom_and_never_given_up()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        await PageAsync(home, intent.Id);
        Bank.Decide(intent.Id, GatewayState.Approved);
        Bank.Away = true;
        await PassAsync(TimeSpan.FromDays(1), TimeSpan.FromMinutes(5));
        Assert.InRange(Bank.Questions, 10, 60);
        Assert.Equal(PaymentState.Pending, (await PaymentAsync(intent.Id)).State);

        Bank.Away = false;
        await PassAsync(TimeSpan.FromMinutes(40), TimeSpan.FromMinutes(5));

        Assert.Equal(700, await HeldAsync(home));
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task An_intent_that_never_reached_the_gateway_expires_long_after_its_time_and_not_before()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;

        await PassAsync(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(1));
        Assert.Equal(PaymentState.Started, (await PaymentAsync(intent.Id)).State);
        await PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(5));

        Assert.Equal(PaymentState.Expired, (await PaymentAsync(intent.Id)).State);
        Assert.Equal(0, await WaitingAsync());
        AssertRefused("payment.over", await PageAsync(home, intent.Id));
    }

    [Fact]
    public async Task A_declined_payment_ends_and_money_that_arrives_all_the_same_counts()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        await PageAsync(home, intent.Id);
        var told = Bank.Decide(intent.Id, GatewayState.Declined);
        Assert.Equal(PaymentState.Declined, (await HearAsync(intent.Id, told)).Value.State);
        Assert.Equal(0, await HeldAsync(home));

        Assert.Equal(PaymentState.Settled, (await HearAsync(intent.Id, told with { State = GatewayState.Approved })).Value.State);
        Assert.Equal(PaymentState.Settled, (await HearAsync(intent.Id, told)).Value.State);
        Assert.Equal(700, await HeldAsync(home));
    }

    [Fact]
    public async Task A_cancelled_payment_is_closed_at_the_gateway_first()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        await PageAsync(home, intent.Id);

        Assert.Equal(PaymentState.Cancelled, (await CancelAsync(home, intent.Id)).Value.State);

        Assert.Equal(GatewayState.Expired, Bank.Decide(intent.Id, GatewayState.Approved).State);
        await PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        Assert.Equal(PaymentState.Cancelled, (await PaymentAsync(intent.Id)).State);
        Assert.Equal((0L, 0), (await HeldAsync(home), await WaitingAsync()));
    }

    [Fact]
    public async Task A_payer_who_was_faster_than_their_cancelling_has_paid()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        await PageAsync(home, intent.Id);
        Bank.Decide(intent.Id, GatewayState.Approved);

        Assert.Equal(PaymentState.Settled, (await CancelAsync(home, intent.Id)).Value.State);
        Assert.Equal(700, await HeldAsync(home));
    }

    [Fact]
    public async Task Cancelling_while_the_gateway_is_away_changes_nothing()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        Bank.Away = true;
        AssertRefused("payment.gateway_unavailable", await CancelAsync(home, intent.Id));
        Assert.Equal(PaymentState.Started, (await PaymentAsync(intent.Id)).State);
    }

    [Fact]
    public async Task Coming_back_from_the_gateway_asks_at_once_but_a_reloaded_page_does_not_ask_again()
    {
        var home = await MoveInAsync();
        var intent = (await StartAsync(home, 700)).Value;
        await PageAsync(home, intent.Id);
        Task BackAsync() => InScopeAsync(s => s.GetRequiredService<ReconcilePayment>().NowAsync(intent.Id, Ct));

        await BackAsync();
        await BackAsync();
        Assert.Equal(1, Bank.Questions);

        Clock.Advance(TimeSpan.FromSeconds(3));
        Bank.Decide(intent.Id, GatewayState.Approved);
        await BackAsync();
        Assert.Equal(700, await HeldAsync(home));
    }

    Task<Outcome<PaymentIntent>> CancelAsync(Household who, Guid payment) =>
        InScopeAsync(s => s.GetRequiredService<CancelPaymentHandler>().HandleAsync(new CancelPayment(payment), As(who), Ct));
}

public sealed class Reconciling_a_payment_on_SQLite() : Reconciling_a_payment(DatabaseKind.Sqlite);

public sealed class Reconciling_a_payment_on_PostgreSQL() : Reconciling_a_payment(DatabaseKind.Postgres);
