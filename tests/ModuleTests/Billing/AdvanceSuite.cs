using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class Emergency_credit(DatabaseKind kind) : BillingSuite(kind)
{
    Task<Outcome<Guid>> TakeAsync(Household who, long minor = 1_000, long fee = 50, string? key = null, string? account = null, IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<TakeAdvanceHandler>().HandleAsync(new(account ?? who.Number, new Money(minor), new Money(fee), key ?? NewKey()), As(who), Ct));

    Task<AdvanceView> SeenAsync(Household who, Guid id) => InScopeAsync(async s => (await s.GetRequiredService<ListAdvances>().ViewAsync(id, As(who), Ct)).Value);

    async Task<Household> OldAsync(PaymentMode mode = PaymentMode.Prepaid)
    {
        var home = await MoveInAsync();
        Clock.Advance(TimeSpan.FromDays(100));
        await InDatabaseAsync(db => db.Set<Account>().Where(a => a.Id == home.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.Mode, mode), Ct));
        return home;
    }

    Task<long> CashAsync(Household who) => InDatabaseAsync(async db => (await db.Set<Bucket>().SingleOrDefaultAsync(b => b.AccountId == who.Account && b.Key == Bucket.CashKey, Ct))?.Balance.Minor ?? 0);

    Task<List<string>> ToldAsync(Household who) => InDatabaseAsync(db => db.Set<Message>().Where(m => m.PersonId == who.Person && m.TextKey.StartsWith("notice.advance")).OrderBy(m => m.Id).Select(m => m.TextKey.Substring(15)).ToListAsync(Ct));

    [Fact]
    public async Task It_lies_in_a_bucket_of_its_own_and_is_taken_back_first_from_what_is_paid_next()
    {
        var home = await OldAsync();
        var id = (await TakeAsync(home)).Value;
        Assert.Equal((1_000, 0), (await HeldAsync(home), await CashAsync(home)));
        Assert.Null(await FaultAsync());
        await PayAsync(home, 400);
        Assert.Equal((new Money(650), 0), ((await SeenAsync(home, id)).Left, await CashAsync(home)));
        AssertRefused("advance.open_one", await TakeAsync(home));
        await DeliverAsync();
        var paid = await PayAsync(home, 2_000);
        Assert.Equal((Money.Zero, 1_350), ((await SeenAsync(home, id)).Left, await CashAsync(home)));
        var view = (await InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(paid, As(home), Ct))).Value;
        Assert.Equal((new Money(650), new Money(1_350)), (view.ToAdvance, view.ToBalance));
        await DeliverAsync();
        Assert.Equal(["taken", "part", "repaid"], await ToldAsync(home));
        await PayAsync(home, 100);
        Assert.Equal(1_450, await CashAsync(home));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task A_bill_that_is_paid_goes_before_it()
    {
        var home = await OldAsync();
        var id = (await TakeAsync(home)).Value;
        var bill = await BillAsync(home, 800);
        await PayAsync(home, 900, bill);
        Assert.Equal((0, new Money(950)), (await OwedAsync(bill), (await SeenAsync(home, id)).Left));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Top_ups_told_by_other_systems_and_vouchers_take_it_back_too()
    {
        var machine = new Caller { Kind = CallerKind.Machine, Channel = Channel.Api, SubjectId = Guid.CreateVersion7(), Permissions = new HashSet<string> { BillingPermissions.WriteBalances } };
        var home = await OldAsync();
        var id = (await TakeAsync(home)).Value;
        Assert.True((await InScopeAsync(s => s.GetRequiredService<TopUpHandler>().HandleAsync(new(new(Guid.CreateVersion7(), null, home.Account, new Money(300), null, null)), machine, Ct))).Succeeded);
        Assert.Equal(new Money(750), (await SeenAsync(home, id)).Left);
        using var codes = new StringWriter { NewLine = "\n" };
        Assert.True((await InScopeAsync(s => s.GetRequiredService<MakeVouchersHandler>().HandleAsync(new("b", 1, new Money(1_000), new DateOnly(2030, 1, 1)), codes, Caller.System, Ct))).Succeeded);
        Assert.True((await InScopeAsync(s => s.GetRequiredService<ActivateVouchersHandler>().HandleAsync(new("b"), Caller.System, Ct))).Succeeded);
        Assert.True((await InScopeAsync(s => s.GetRequiredService<RedeemVoucherHandler>().HandleAsync(new(home.Number, codes.ToString().Trim().Split(',')[^1], NewKey()), As(home), Ct))).Succeeded);
        Assert.Equal((Money.Zero, 250), ((await SeenAsync(home, id)).Left, await CashAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task It_is_lent_by_the_rules_and_once()
    {
        var home = await OldAsync();
        AssertRefused("advance.other_sum", await TakeAsync(home, 2_000, 100));
        AssertRefused("advance.other_sum", await TakeAsync(home, 1_000, 0)); // another fee than was stated
        AssertRefused("account.not_found", await TakeAsync(await OldAsync(), account: home.Number));
        AssertRefused("advance.prepaid_only", await TakeAsync(await OldAsync(PaymentMode.Postpaid)));
        AssertRefused("advance.too_new", await TakeAsync(await MoveInAsync()));
        var rich = await OldAsync();
        await PayAsync(rich, 500);
        AssertRefused("advance.enough_left", await TakeAsync(rich));
        var debtor = await OldAsync();
        await BillAsync(debtor, 100);
        AssertRefused("advance.owes", await TakeAsync(debtor));
        await using var other = Build();
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => TakeAsync(home, node: i % 2 == 0 ? Services : other)));
        Assert.Single(all, a => a.Succeeded);
        Assert.All(all.Where(a => !a.Succeeded), a => AssertRefused("advance.open_one", a));
        var again = await OldAsync();
        Assert.Equal((await TakeAsync(again, key: "the-same-1")).Value, (await TakeAsync(again, key: "the-same-1")).Value);
        AssertRefused("payment.key_reused", await TakeAsync(again, 500, 25, "the-same-1"));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Payments_that_arrive_together_take_it_back_once()
    {
        var home = await OldAsync();
        var id = (await TakeAsync(home)).Value;
        var intents = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            var intent = (await StartAsync(home, 300)).Value;
            Assert.True((await PageAsync(home, intent.Id)).Succeeded);
            Bank.Decide(intent.Id, GatewayState.Approved);
            intents.Add(intent.Id);
        }
        await Task.WhenAll(intents.SelectMany(i => new[] { i, i }).Select(i => HearAsync(i, Bank[i])));
        Assert.Equal((Money.Zero, 150), ((await SeenAsync(home, id)).Left, await CashAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task What_is_stored_as_left_is_proved()
    {
        var home = await OldAsync();
        var id = (await TakeAsync(home)).Value;
        await InDatabaseAsync(db => db.Set<Advance>().Where(a => a.Id == id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Left, new Money(1)), Ct));
        Assert.Equal(("advance", 1L, 1_050L), await FaultAsync() is { } fault ? (fault.Kind, fault.Stored, fault.Proved) : default);
    }
}

public sealed class Emergency_credit_on_SQLite() : Emergency_credit(DatabaseKind.Sqlite);
public sealed class Emergency_credit_on_PostgreSQL() : Emergency_credit(DatabaseKind.Postgres);
