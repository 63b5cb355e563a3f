using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class Balances_acted_on_by_other_systems(DatabaseKind kind) : BillingSuite(kind)
{
    static readonly Caller Machine = Allowed(BillingPermissions.WriteBalances, BillingPermissions.AdjustBalances, BillingPermissions.WritePayments);

    static Caller Allowed(params string[] permissions) => new() { Kind = CallerKind.Machine, Channel = Channel.Api, SubjectId = Guid.CreateVersion7(), Permissions = permissions.ToHashSet() };

    static BalanceRequest Of(Household who, long minor, string? key = null, string? reason = "as agreed") => new(Guid.CreateVersion7(), null, who.Account, new Money(minor), reason, key);

    Task<Outcome<Guid>> TopUpAsync(BalanceRequest what, Caller? caller = null, IServiceProvider? node = null) => InScopeAsync(node ?? Services, s => s.GetRequiredService<TopUpHandler>().HandleAsync(new(what), caller ?? Machine, Ct));

    Task<Outcome<Guid>> AdjustAsync(BalanceRequest what, Guid? reservation = null, Caller? caller = null) => InScopeAsync(s => s.GetRequiredService<AdjustBalanceHandler>().HandleAsync(new(what, reservation), caller ?? Machine, Ct));

    Task<Outcome<Guid>> ReserveAsync(BalanceRequest what, DateTime? until = null, IServiceProvider? node = null) => InScopeAsync(node ?? Services, s => s.GetRequiredService<ReserveBalanceHandler>().HandleAsync(new(what, until), Machine, Ct));

    Task<Outcome<Done>> ReleaseAsync(Guid id) => InScopeAsync(s => s.GetRequiredService<ReleaseReservationHandler>().HandleAsync(new ReleaseReservation(id), Machine, Ct));

    Task<Outcome<Guid>> ReceiveAsync(Household who, long minor, Guid? bill = null, string? key = null, IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<ReceivePaymentHandler>().HandleAsync(new(Guid.CreateVersion7(), who.Account, new Money(minor), bill, "counter-7", key), Machine, Ct));

    Task<Outcome<Guid>> RefundAsync(Household who, long minor, Guid? payment = null, string? key = null) =>
        InScopeAsync(s => s.GetRequiredService<RefundPaymentHandler>().HandleAsync(new(Guid.CreateVersion7(), who.Account, payment, new Money(minor), key), Machine, Ct));

    Task<long> ReservedAsync(Household who) => InDatabaseAsync(async db => (await db.Set<Bucket>().SingleAsync(b => b.AccountId == who.Account, Ct)).Reserved.Minor);

    [Fact]
    public async Task A_top_up_lies_in_the_cash_and_pays_no_bill_by_itself()
    {
        var home = await MoveInAsync();
        var bill = await BillAsync(home, 800);
        Assert.True((await TopUpAsync(Of(home, 500))).Succeeded);
        Assert.Equal((800, 500), (await OwedAsync(bill), await HeldAsync(home)));
        Assert.True((await PayFromBalanceAsync(home, bill, 500)).Succeeded);
        await DeliverAsync();
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task The_same_request_at_once_from_two_nodes_acts_once()
    {
        var home = await MoveInAsync();
        await using var other = Build();
        var topUps = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => TopUpAsync(Of(home, 500, "t"), node: i % 2 == 0 ? Services : other)));
        var payments = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ReceiveAsync(home, 300, key: "p", node: i % 2 == 0 ? Services : other)));
        Assert.Single(topUps.Select(t => t.Value).Distinct());
        Assert.Single(payments.Select(p => p.Value).Distinct());
        Assert.Equal(800, await HeldAsync(home));
        AssertRefused("payment.key_reused", await TopUpAsync(Of(home, 501, "t")));
        AssertRefused("payment.key_reused", await AdjustAsync(Of(home, 500, "t")));
        AssertRefused("payment.key_reused", await ReceiveAsync(home, 301, key: "p"));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task What_is_reserved_is_spent_by_nobody_else()
    {
        var home = await MoveInAsync();
        await TopUpAsync(Of(home, 1000));
        var bill = await BillAsync(home, 5000);
        var held = (await ReserveAsync(Of(home, 700))).Value;

        AssertRefused("balance.too_low", await PayFromBalanceAsync(home, bill, 301));
        AssertRefused("balance.too_low", await ReserveAsync(Of(home, 301)));
        AssertRefused("balance.too_low", await AdjustAsync(Of(home, -301)));
        AssertRefused("refund.too_much", await RefundAsync(home, 301));
        Assert.True((await PayFromBalanceAsync(home, bill, 300)).Succeeded);

        AssertRefused("balance.too_low", await AdjustAsync(Of(home, -701), held));
        AssertRefused("reservation.takes_only", await AdjustAsync(Of(home, 1), held));
        Assert.True((await AdjustAsync(Of(home, -450), held)).Succeeded);
        Assert.Equal((250L, 0L), (await HeldAsync(home), await ReservedAsync(home)));
        AssertRefused("reservation.over", await AdjustAsync(Of(home, -1), held));
        AssertRefused("reservation.over", await ReleaseAsync(held));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_reservation_lets_go_when_it_is_released_or_its_time_is_over()
    {
        var home = await MoveInAsync();
        await TopUpAsync(Of(home, 1000));
        var (first, second) = ((await ReserveAsync(Of(home, 600))).Value, (await ReserveAsync(Of(home, 400), Now.AddHours(1))).Value);
        Assert.Equal(1000, await ReservedAsync(home));
        Assert.True((await ReleaseAsync(first)).Succeeded);
        Assert.True((await ReleaseAsync(first)).Succeeded);
        Assert.Equal(400, await ReservedAsync(home));
        Clock.Advance(TimeSpan.FromMinutes(61));
        await DeliverAsync();
        Assert.Equal(0, await ReservedAsync(home));
        AssertRefused("reservation.until", await ReserveAsync(Of(home, 1), Now));
        AssertRefused("reservation.until", await ReserveAsync(Of(home, 1), Now.AddDays(32)));
        AssertRefused("reservation.not_found", await ReleaseAsync(Guid.CreateVersion7()));
        Assert.Equal(BalanceActState.Released, await InDatabaseAsync(async db => (await db.Set<BalanceAct>().SingleAsync(a => a.Id == second, Ct)).State));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task At_once_from_two_nodes_no_more_is_reserved_than_there_is()
    {
        var home = await MoveInAsync();
        await TopUpAsync(Of(home, 1000));
        await using var other = Build();
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ReserveAsync(Of(home, 400), node: i % 2 == 0 ? Services : other)));
        Assert.Equal(2, all.Count(o => o.Succeeded));
        Assert.All(all.Where(o => !o.Succeeded), o => AssertRefused("balance.too_low", o));
        Assert.Equal(800, await ReservedAsync(home));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task An_adjustment_needs_its_permission_and_a_reason_and_is_audited()
    {
        var home = await MoveInAsync();
        AssertRefused("permission.missing", await AdjustAsync(Of(home, 100), caller: Allowed(BillingPermissions.WriteBalances)));
        AssertRefused("permission.missing", await TopUpAsync(Of(home, 100), As(home)));
        AssertRefused("balance.reason_needed", await AdjustAsync(Of(home, 100, reason: " ")));
        AssertRefused("bucket.amount_wrong", await AdjustAsync(Of(home, 0)));
        Assert.True((await AdjustAsync(Of(home, 100, reason: "late compensation"))).Succeeded);
        Assert.Equal(100, await HeldAsync(home));
        var entry = await InDatabaseAsync(db => db.Set<AuditEntry>().SingleAsync(a => a.Act == "balance_adjusted", Ct));
        Assert.Equal(("late compensation", home.Person, Machine.SubjectId), (entry.Purpose, entry.PartyId, entry.ActorId));
        AssertRefused("account.not_found", await TopUpAsync(Of(home, 100) with { AccountId = Guid.CreateVersion7() }));
        AssertRefused("bucket.not_found", await TopUpAsync(Of(home, 100) with { BucketId = Guid.CreateVersion7() }));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_payment_taken_elsewhere_pays_the_bill_it_names_then_the_oldest_and_goes_back_by_a_record()
    {
        var home = await MoveInAsync();
        var stranger = await MoveInAsync();
        var (old, named) = (await BillAsync(home, 300, 8), await BillAsync(home, 500, 10));
        var bill = await InDatabaseAsync(async db => (await db.Set<Bill>().SingleAsync(b => b.Number == named, Ct)).Id);
        AssertRefused("bill.not_found", await ReceiveAsync(stranger, 100, bill));
        var payment = (await ReceiveAsync(home, 900, bill)).Value;
        await DeliverAsync();
        Assert.Equal((0, 0, 100), (await OwedAsync(named), await OwedAsync(old), await HeldAsync(home)));

        AssertRefused("payment.not_found", await RefundAsync(stranger, 1, payment));
        AssertRefused("refund.too_much", await RefundAsync(home, 101, payment));
        var refund = (await RefundAsync(home, 60, payment, "r")).Value;
        Assert.Equal(refund, (await RefundAsync(home, 60, payment, "r")).Value);
        Assert.Equal((40L, 0L), (await HeldAsync(home), Bank.GivenBack));
        Assert.Null(await FaultAsync());
        // Nothing of it can go back by a gateway of ours.
        AssertRefused("refund.no_way_back", await InScopeAsync(s => s.GetRequiredService<RequestRefundHandler>().HandleAsync(new RequestRefund(home.Number, null, NewKey()), As(home), Ct)));
    }

    [Fact]
    public async Task A_refund_of_what_a_gateway_took_goes_back_by_it()
    {
        var home = await MoveInAsync();
        var payment = await PayAsync(home, 500);
        Assert.True((await RefundAsync(home, 200, payment)).Succeeded);
        await DeliverAsync();
        Assert.Equal((300L, 200L), (await HeldAsync(home), Bank.GivenBack));
        AssertRefused("refund.too_much", await RefundAsync(home, 301));
        Assert.Null(await FaultAsync());
    }
}

public sealed class Balances_acted_on_by_other_systems_on_SQLite() : Balances_acted_on_by_other_systems(DatabaseKind.Sqlite);

public sealed class Balances_acted_on_by_other_systems_on_PostgreSQL() : Balances_acted_on_by_other_systems(DatabaseKind.Postgres);
