using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Billing;

public abstract class Paying_from_the_balance(DatabaseKind kind) : BillingSuite(kind)
{
    [Fact]
    public async Task Buckets_are_drawn_in_their_order_and_the_books_agree()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 1000);
        await GrantAsync(new GrantBucket(home.Account, "gift-1", BucketKind.Gift, new Money(300)) { DrawOrder = 10 });
        var bill = await BillAsync(home, 800);

        Assert.Equal(PaymentState.Settled, (await PayFromBalanceAsync(home, bill)).Value.State);

        Assert.Equal((0, 500), (await OwedAsync(bill), await HeldAsync(home)));
        Assert.Equal(0, await InDatabaseAsync(async db => (await db.Set<Bucket>().SingleAsync(b => b.Key == "gift-1", Ct)).Balance.Minor));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Too_little_is_refused_and_nothing_moves()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 100);
        var bill = await BillAsync(home, 800);

        AssertRefused("balance.too_low", await PayFromBalanceAsync(home, bill));
        AssertRefused("payment.more_than_due", await PayFromBalanceAsync(home, bill, 801));
        AssertRefused("payment.amount_not_positive", await PayFromBalanceAsync(home, bill, -5));
        Assert.Equal((800, 100), (await OwedAsync(bill), await HeldAsync(home)));

        Assert.True((await PayFromBalanceAsync(home, bill, 60)).Succeeded);
        Assert.Equal((740, 40), (await OwedAsync(bill), await HeldAsync(home)));
    }

    [Fact]
    public async Task At_once_from_two_nodes_it_is_never_overdrawn()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 1000);
        var bill = await BillAsync(home, 5000);
        await using var other = Build();

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => PayFromBalanceAsync(home, bill, 400, node: i % 2 == 0 ? Services : other)));

        Assert.Equal(2, all.Count(o => o.Succeeded));
        Assert.All(all.Where(o => !o.Succeeded), o => AssertRefused("balance.too_low", o));
        Assert.Equal((4200, 200), (await OwedAsync(bill), await HeldAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task The_same_key_at_once_from_two_nodes_pays_once()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 1000);
        var bill = await BillAsync(home, 5000);
        await using var other = Build();

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => PayFromBalanceAsync(home, bill, 100, "the-same-key", i % 2 == 0 ? Services : other)));

        Assert.Single(all.Select(o => o.Value.Id).Distinct());
        Assert.Equal(900, await HeldAsync(home));
        AssertRefused("payment.key_reused", await PayFromBalanceAsync(home, bill, 101, "the-same-key"));
    }

    [Fact]
    public async Task A_grant_with_the_same_key_is_given_once()
    {
        var home = await MoveInAsync();
        for (var i = 0; i < 3; i++) await GrantAsync(new GrantBucket(home.Account, "gift-1", BucketKind.Gift, new Money(300)));
        for (var i = 0; i < 3; i++) await GrantAsync(new GrantBucket(home.Account, "old-system", BucketKind.Cash, new Money(50)) { BroughtForward = true });
        await PayAsync(home, 10);

        Assert.Equal(360, await HeldAsync(home));
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<Bucket>().CountAsync(Ct)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Granting_and_posting_need_the_permission()
    {
        var home = await MoveInAsync();
        AssertRefused("permission.missing", await InScopeAsync(s => s.GetRequiredService<GrantBucketHandler>()
            .HandleAsync(new GrantBucket(home.Account, "gift-1", BucketKind.Gift, new Money(300)), As(home), Ct)));
        AssertRefused("permission.missing", await InScopeAsync(s => s.GetRequiredService<PostBillHandler>().HandleAsync(BillOf(home, 100), As(home), Ct)));
        AssertRefused("permission.missing", await InScopeAsync(s => s.GetRequiredService<VerifyLedger>().HandleAsync(As(home), Ct)));
    }
}

public abstract class Giving_back_what_is_left(DatabaseKind kind) : BillingSuite(kind)
{
    Task<Outcome<RequestedRefund>> AskAsync(Household who, long? minor = null, string? key = null, Caller? caller = null) =>
        InScopeAsync(s => s.GetRequiredService<RequestRefundHandler>().HandleAsync(new RequestRefund(who.Number, minor is { } m ? new Money(m) : null, key ?? NewKey()), caller ?? As(who), Ct));

    [Fact]
    public async Task It_goes_back_the_way_it_came_once_however_often_it_is_sent()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 300);
        await PayAsync(home, 500);
        Bank.LosesAnswers = true;

        var asked = (await AskAsync(home, 600, "the-same-key")).Value;
        Assert.Equal([500L, 100L], asked.Parts.Select(p => p.Amount.Minor));
        Assert.Equal(200, await HeldAsync(home));
        await DeliverAsync();
        Assert.Null(await FaultAsync());
        Bank.LosesAnswers = false;
        Clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAsync();

        Assert.Equal((800, 600), (Bank.Taken, Bank.GivenBack));
        var again = (await AskAsync(home, 600, "the-same-key")).Value;
        Assert.All(again.Parts, p => Assert.Equal(RefundState.Paid, p.State));
        Assert.Equal(asked.Parts.Select(p => p.Id), again.Parts.Select(p => p.Id));
        AssertRefused("payment.key_reused", await AskAsync(home, 601, "the-same-key"));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task What_the_gateway_will_not_return_lies_in_the_balance_again()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 300);
        Bank.RefusesRefunds = true;
        Assert.Equal(300, (await AskAsync(home)).Value.Amount.Minor);
        await DeliverAsync();

        Assert.Equal((300L, 0L), (await HeldAsync(home), Bank.GivenBack));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Not_while_a_line_lives_a_bill_is_open_or_more_than_there_is()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 300);
        AssertRefused("refund.too_much", await AskAsync(home, 301));
        await GrantAsync(new GrantBucket(home.Account, "old-system", BucketKind.Cash, new Money(50)) { BroughtForward = true });
        AssertRefused("refund.no_way_back", await AskAsync(home, 301));

        var line = Guid.CreateVersion7();
        await InDatabaseAsync(db =>
        {
            db.Add(new Line { Id = line, CustomerId = home.Customer, AccountId = home.Account, HolderPartyId = home.Person, Kind = LineKind.Mobile, State = LineState.Active, From = Now });
            return db.SaveChangesAsync(Ct);
        });
        AssertRefused("refund.line_live", await AskAsync(home));
        Assert.Equal("refund.line_live", (await OfferedAsync(home)).WhyNot?.Code);
        await InDatabaseAsync(db => db.Set<Line>().ExecuteUpdateAsync(s => s.SetProperty(l => l.State, LineState.Ceased), Ct));

        var bill = await BillAsync(home, 100);
        AssertRefused("refund.bill_open", await AskAsync(home));
        Assert.Equal("refund.bill_open", (await OfferedAsync(home)).WhyNot?.Code);
        await PayFromBalanceAsync(home, bill);

        var offered = await OfferedAsync(home);
        Assert.Equal((250L, 250L, null), (offered.Held.Minor, offered.Back.Minor, offered.WhyNot));
        Assert.Equal(250, (await AskAsync(home)).Value.Amount.Minor);
        Assert.Equal("refund.nothing_held", (await OfferedAsync(home)).WhyNot?.Code);
        Assert.Null(await FaultAsync());
    }

    async Task<Refundable> OfferedAsync(Household who) => Assert.Single(await InScopeAsync(s => s.GetRequiredService<ListRefundable>().HandleAsync(As(who), Ct)));

    [Fact]
    public async Task What_is_shown_before_is_what_goes_back_and_only_who_asked_sees_it_go()
    {
        var (home, neighbour) = (await MoveInAsync(), await MoveInAsync());
        await PayAsync(home, 300);
        await PayAsync(home, 500);
        await GrantAsync(new GrantBucket(home.Account, "old-system", BucketKind.Cash, new Money(50)) { BroughtForward = true });
        var offered = await OfferedAsync(home);
        Assert.Equal((850L, 800L), (offered.Held.Minor, offered.Back.Minor));

        var asked = (await AskAsync(home)).Value;

        Assert.Equal(offered.Ways.Select(w => w.Amount), asked.Parts.Select(p => p.Amount));
        Assert.Equal("refund.only_in_shop", (await OfferedAsync(home)).WhyNot?.Code);
        var seen = (await InScopeAsync(s => s.GetRequiredService<ViewRefund>().HandleAsync(asked.Parts[1].Id, As(home), Ct))).Value;
        Assert.Equal((home.Number, 800L), (seen.AccountNumber, seen.Of(RefundState.Requested).Minor));
        AssertRefused("refund.not_found", await InScopeAsync(s => s.GetRequiredService<ViewRefund>().HandleAsync(asked.Parts[0].Id, As(neighbour), Ct)));
    }

    [Fact]
    public async Task It_needs_a_fresh_proof_and_an_account_of_ones_own()
    {
        var (home, neighbour) = (await MoveInAsync(), await MoveInAsync());
        await PayAsync(home, 300);
        AssertRefused(Refusal.StepUpCode, await AskAsync(home, caller: home.Caller(Now.AddMinutes(-6))));
        AssertRefused("account.not_found", await AskAsync(home, caller: As(neighbour)));
    }

    [Fact]
    public async Task Two_requests_at_once_give_back_no_more_than_there_is()
    {
        var home = await MoveInAsync();
        await PayAsync(home, 300);
        var both = await Task.WhenAll(AskAsync(home, 200), AskAsync(home, 200));

        Assert.Single(both, o => o.Succeeded);
        await DeliverAsync();
        Assert.Equal((100L, 200L), (await HeldAsync(home), Bank.GivenBack));
        Assert.Null(await FaultAsync());
    }
}

public sealed class Paying_from_the_balance_on_SQLite() : Paying_from_the_balance(DatabaseKind.Sqlite);

public sealed class Paying_from_the_balance_on_PostgreSQL() : Paying_from_the_balance(DatabaseKind.Postgres);

public sealed class Giving_back_what_is_left_on_SQLite() : Giving_back_what_is_left(DatabaseKind.Sqlite);

public sealed class Giving_back_what_is_left_on_PostgreSQL() : Giving_back_what_is_left(DatabaseKind.Postgres);
