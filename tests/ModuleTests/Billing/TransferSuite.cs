using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Billing;

public abstract class Balance_sent_to_others(DatabaseKind kind) : BillingSuite(kind)
{
    int numbers;

    async Task<(Household, string Number)> WithNumberAsync()
    {
        var home = await MoveInAsync();
        var number = $"+861330000{++numbers:D4}";
        await InDatabaseAsync(async db =>
        {
            var line = new Line { Id = Guid.CreateVersion7(), CustomerId = home.Customer, AccountId = home.Account, HolderPartyId = home.Person, Kind = LineKind.Mobile, State = LineState.Active, From = Now.AddYears(-1) };
            db.AddRange(line, new Tenure { Id = Guid.CreateVersion7(), LineId = line.Id, Kind = IdentifierKind.Mobile, Value = number, From = Now.AddYears(-1) });
            await db.SaveChangesAsync(Ct);
        });
        return (home, number);
    }

    Task<Outcome<Guid>> SendAsync(Household who, string to, long minor = 2_000, string? key = null, string? account = null, Caller? caller = null, IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<SendBalanceHandler>().HandleAsync(new(account ?? who.Number, to, new Money(minor), key ?? NewKey()), caller ?? As(who), Ct));

    Task<Outcome<Done>> TakeBackAsync(Household who, Guid id, IServiceProvider? node = null) => InScopeAsync(node ?? Services, s => s.GetRequiredService<TakeBackBalanceHandler>().HandleAsync(new(id), As(who), Ct));

    Task<List<string>> ToldAsync(Household who) => InDatabaseAsync(db => db.Set<Message>().Where(m => m.PersonId == who.Person && m.TextKey.StartsWith("notice.transfer")).OrderBy(m => m.Id).Select(m => m.TextKey.Substring(16)).ToListAsync(Ct));

    [Fact]
    public async Task It_arrives_at_once_and_can_be_taken_back_while_nothing_of_it_is_used()
    {
        var (sender, (friend, number)) = (await MoveInAsync(), await WithNumberAsync());
        await PayAsync(sender, 5_000);
        var id = (await SendAsync(sender, number)).Value;
        Assert.Equal((3_000, 2_000), (await HeldAsync(sender), await HeldAsync(friend)));
        AssertRefused("transfer.not_found", await TakeBackAsync(friend, id));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await TakeBackAsync(sender, id)).Succeeded);
        Assert.True((await TakeBackAsync(sender, id)).Succeeded);
        Assert.Equal((5_000, 0), (await HeldAsync(sender), await HeldAsync(friend)));
        await DeliverAsync();
        Assert.Equal(["sent", "back"], (await ToldAsync(sender)).Order().Reverse());
        Assert.Equal(["came", "gone"], (await ToldAsync(friend)).Order());
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task What_is_used_or_five_minutes_old_stays()
    {
        var (sender, (friend, number)) = (await MoveInAsync(), await WithNumberAsync());
        await PayAsync(sender, 5_000);
        var used = (await SendAsync(sender, number)).Value;
        var bill = await BillAsync(friend, 100);
        Assert.True((await PayFromBalanceAsync(friend, bill)).Succeeded);
        AssertRefused("transfer.used", await TakeBackAsync(sender, used));
        var old = (await SendAsync(sender, number, 500)).Value;
        Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        AssertRefused("transfer.too_late", await TakeBackAsync(sender, old));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Only_cash_of_ones_own_is_sent_and_not_on()
    {
        var (sender, (friend, number)) = (await MoveInAsync(), await WithNumberAsync());
        var (_, third) = await WithNumberAsync();
        await GrantAsync(new GrantBucket(sender.Account, "gift", BucketKind.Gift, new Money(9_000)));
        await PayAsync(sender, 1_000);
        Assert.Equal(new Money(1_000), (await SendAsync(sender, number)).Refusal!.Details!["available"]);
        Assert.True((await SendAsync(sender, number, 1_000)).Succeeded);
        AssertRefused("transfer.too_little", await SendAsync(friend, third, 500));
        await PayAsync(sender, 3_000);
        await BillAsync(sender, 100);
        AssertRefused("transfer.owes", await SendAsync(sender, number, 500));
    }

    [Fact]
    public async Task It_is_sent_by_its_holder_who_has_shown_who_they_are_within_the_limits()
    {
        var ((sender, own), (friend, number)) = (await WithNumberAsync(), await WithNumberAsync());
        await PayAsync(sender, 50_000);
        AssertRefused("transfer.amount", await SendAsync(sender, number, 99));
        AssertRefused("transfer.amount", await SendAsync(sender, number, 10_001));
        AssertRefused("transfer.amount", await SendAsync(sender, number, -500));
        AssertRefused(Refusal.StepUpCode, await SendAsync(sender, number, caller: As(sender) with { Proof = new Proof(Assurance.Proven, Now.AddMinutes(-6)) }));
        AssertRefused("account.not_found", await SendAsync(friend, number, account: sender.Number));
        AssertRefused("transfer.same_account", await SendAsync(sender, own));
        AssertRefused("transfer.no_such_number", await SendAsync(sender, "+8613399999999"));
        await InDatabaseAsync(db => db.Set<Account>().Where(a => a.Id == friend.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.State, AccountState.Closed), Ct));
        AssertRefused("transfer.no_such_number", await SendAsync(sender, number)); // said alike: it tells nothing about them
        Assert.Equal(50_000, await HeldAsync(sender));
    }

    [Fact]
    public async Task The_limit_of_the_day_holds_for_two_at_once_and_a_script_is_stopped()
    {
        var (sender, (_, number)) = (await MoveInAsync(), await WithNumberAsync());
        await PayAsync(sender, 90_000);
        await using var other = Build();
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => SendAsync(sender, number, 9_000, node: i % 2 == 0 ? Services : other)));
        Assert.Equal(2, all.Count(t => t.Succeeded)); // 180.00 of 200.00
        Assert.All(all.Where(t => !t.Succeeded), t => AssertRefused("transfer.day_used", t));
        Assert.Equal(72_000, await HeldAsync(sender));
        for (var i = 0; i < 15; i++) AssertRefused("transfer.no_such_number", await SendAsync(sender, $"+86139000000{i:D2}"));
        AssertRefused("transfer.too_often", await SendAsync(sender, number));
        Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        Assert.True((await SendAsync(sender, number)).Succeeded);
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task The_same_request_again_sends_once_and_two_who_take_back_at_once_get_it_once()
    {
        var (sender, (friend, number)) = (await MoveInAsync(), await WithNumberAsync());
        await PayAsync(sender, 5_000);
        await using var other = Build();
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SendAsync(sender, number, key: "the-same-1", node: i % 2 == 0 ? Services : other)));
        var id = Assert.Single(sent.Select(s => s.Value).Distinct());
        AssertRefused("payment.key_reused", await SendAsync(sender, number, 1_000, "the-same-1"));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(i => TakeBackAsync(sender, id, i % 2 == 0 ? Services : other))), t => Assert.True(t.Succeeded));
        Assert.Equal((5_000, 0), (await HeldAsync(sender), await HeldAsync(friend)));
        Assert.Null(await FaultAsync());
    }
}

public sealed class Balance_sent_to_others_on_SQLite() : Balance_sent_to_others(DatabaseKind.Sqlite);
public sealed class Balance_sent_to_others_on_PostgreSQL() : Balance_sent_to_others(DatabaseKind.Postgres);
