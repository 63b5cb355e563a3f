using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

public abstract class Mirroring_an_account(DatabaseKind kind) : BillingSuite(kind)
{
    const string Theirs = "there-1";

    PretendOwner Owner { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        .. base.Settings, new("Mirror:System", "legacy"), new("Mirror:WaitMilliseconds", "10000"), new("Mirror:AccountManagement:Address", "https://owner.example/a"),
        new("Mirror:CustomerBillManagement:Address", "https://owner.example/b"), new("Mirror:PaymentManagement:Address", "https://owner.example/p"),
    ];

    protected override void Register(IServiceCollection services)
    {
        base.Register(services);
        services.AddSingleton<IOwnersAccounts>(Owner).AddSingleton<IOwnersBills>(Owner).AddSingleton<IOwnersPayments>(Owner);
    }

    async Task<Household> MirrorAsync(string id = Theirs)
    {
        var home = await MoveInAsync();
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == home.Account, Ct)).Source = new RecordSource("legacy", id, "1");
            await db.SaveChangesAsync(Ct);
        });
        return home;
    }

    async Task<Outcome<Done>> RefreshAsync(Household home)
    {
        Clock.Advance(TimeSpan.FromSeconds(31));
        return await InScopeAsync(s => s.GetRequiredService<RefreshAccountHandler>().HandleAsync(new RefreshAccount(home.Account), Ct));
    }

    Task<HomeView> HomeAsync(Household home) => InScopeAsync(async s => (await s.GetRequiredService<ViewHomeHandler>().HandleAsync(new ViewHome("a" + home.Account.ToString("N")), As(home), Ct)).Value);

    async Task<ForwardState> ForwardedAsync(Guid payment) => (await InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(payment, Caller.System, Ct))).Value.Forwarded!.Value;

    async Task SettleDownAsync(Household home)
    {
        await DeliverAsync();
        Assert.True((await RefreshAsync(home)).Succeeded);
        Assert.Equal((Owner.Owed(Theirs), Owner.Deposit(Theirs)), (await InDatabaseAsync(async db => (await db.Set<Bill>().Where(b => b.AccountId == home.Account).ToListAsync(Ct)).Sum(b => b.Outstanding.Minor)), await HeldAsync(home)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task What_the_owner_says_is_shown_with_the_time_it_was_asked_and_the_books_agree()
    {
        Owner.Open(Theirs, deposit: 700);
        var paid = Owner.Bill(Theirs, 5000, 0, month: 9);
        var bill = Owner.Bill(Theirs, 12900, 12000);
        var home = await MirrorAsync();

        var asked = Now;
        var view = await HomeAsync(home);
        Assert.Equal((700, 12000), (view.Available!.Value.Minor, view.Outstanding.Minor));
        Assert.Equal(new Freshness(asked, false, false), view.Freshness);
        Assert.Equal(0, await OwedAsync(paid));
        var page = (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill(bill), As(home), Ct))).Value;
        Assert.Equal((12900, 12000, 900), (page.Bill.Total.Minor, page.Bill.Outstanding.Minor, page.PaidElsewhere.Minor));
        Assert.Null(await FaultAsync());
        Assert.Equal(1, Owner.Read); // the bill's page a moment later asks nobody
    }

    [Fact]
    public async Task What_changes_there_changes_here_and_a_repeat_changes_nothing()
    {
        Owner.Open(Theirs, deposit: 500);
        var (september, october) = (Owner.Bill(Theirs, 3000, month: 9), Owner.Bill(Theirs, 4000));
        var home = await MirrorAsync();
        await RefreshAsync(home);
        var before = await TransactionsAsync();
        await RefreshAsync(home);
        Assert.Equal(before, await TransactionsAsync());

        Owner.Change(Theirs, october, b => b with { Total = new Money(3500), Tax = new Money(100), Outstanding = new Money(1000) });
        Owner.Withdraw(Theirs, september);
        await SettleDownAsync(home);
        Assert.Equal((0, 1000), (await OwedAsync(september), await OwedAsync(october)));
    }

    Task<int> TransactionsAsync() => InDatabaseAsync(db => db.Set<LedgerTransaction>().CountAsync(Ct));

    [Fact]
    public async Task A_payment_here_is_booked_there_once_and_never_asked_for_again_meanwhile()
    {
        Owner.Open(Theirs);
        var bill = Owner.Bill(Theirs, 12900);
        var home = await MirrorAsync();
        await RefreshAsync(home);
        Owner.Away = true;

        var payment = await PayAsync(home, 12900, bill);
        await DeliverAsync();
        Assert.Equal(ForwardState.Waiting, await ForwardedAsync(payment));
        var page = (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill(bill), As(home), Ct))).Value;
        Assert.Equal((0, 12900, false), (page.Bill.Outstanding.Minor, page.BeingBooked.Minor, page.Payable));
        for (var hours = 0; hours < 6 * 12; hours++)
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            await DeliverAsync();
        }
        Assert.Equal(0, Owner.Sent);

        Owner.Away = false;
        Assert.True((await RefreshAsync(home)).Succeeded);
        Assert.Equal(0, await OwedAsync(bill)); // there it is still owed; here it is paid
        Clock.Advance(TimeSpan.FromMinutes(6));
        await DeliverAsync();
        Assert.Equal((ForwardState.Booked, 1, 1), (await ForwardedAsync(payment), Owner.Sent, Owner.Payments(Theirs)));
        await SettleDownAsync(home);
    }

    [Fact]
    public async Task A_sending_that_was_acted_upon_and_whose_answer_was_lost_is_not_sent_again()
    {
        Owner.Open(Theirs);
        Owner.Bill(Theirs, 1000);
        var home = await MirrorAsync();
        await RefreshAsync(home);
        Owner.LosesAnswers = true;

        var payment = await PayAsync(home, 1500);
        await DeliverAsync();
        Assert.Equal(ForwardState.Waiting, await ForwardedAsync(payment));
        // The owner's figures have it already; ours must not take it off twice.
        Assert.True((await RefreshAsync(home)).Succeeded);
        Assert.Equal((ForwardState.Booked, 500), (await ForwardedAsync(payment), await HeldAsync(home)));

        Clock.Advance(TimeSpan.FromHours(1));
        await DeliverAsync();
        Assert.Equal(1, Owner.Sent);
        await SettleDownAsync(home);
    }

    [Fact]
    public async Task Figures_read_while_a_payment_is_booked_are_read_again()
    {
        Owner.Open(Theirs);
        var bill = Owner.Bill(Theirs, 1000);
        var home = await MirrorAsync();
        await RefreshAsync(home);
        Owner.Away = true;
        await PayAsync(home, 1000, bill);
        await DeliverAsync();
        Owner.Away = false;
        Clock.Advance(TimeSpan.FromMinutes(1));
        Owner.WhileRead = DeliverAsync; // after the list was made up, before it is taken

        Assert.True((await RefreshAsync(home)).Succeeded);
        Assert.Equal(0, await OwedAsync(bill));
        await SettleDownAsync(home);
    }

    [Fact]
    public async Task A_refused_payment_waits_for_staff_its_payer_is_told_and_it_can_be_sent_again()
    {
        Owner.Open(Theirs);
        var bill = Owner.Bill(Theirs, 1000);
        var home = await MirrorAsync();
        await RefreshAsync(home);
        Owner.Refuses = "422 account frozen";
        var payment = await PayAsync(home, 1000, bill);
        await DeliverAsync();

        var held = (await InScopeAsync(s => s.GetRequiredService<ListHeldPayments>().HandleAsync(Caller.System, Ct))).Value;
        Assert.Equal((payment, "422 account frozen"), (Assert.Single(held).Id, held[0].OwnerSays));
        Assert.Equal(1, await InDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.PersonId == home.Person && m.TextKey == "notice.payment_not_booked", Ct)));
        await RefreshAsync(home);
        Assert.Equal(0, await OwedAsync(bill)); // the money is here: nobody asks for it twice

        Owner.Refuses = null;
        await InScopeAsync(s => s.GetRequiredService<AskAboutHeldPaymentHandler>().HandleAsync(new AskAboutHeldPayment(payment), Caller.System, Ct));
        await DeliverAsync();
        Assert.Equal(ForwardState.Booked, await ForwardedAsync(payment));
        await SettleDownAsync(home);
    }

    [Fact]
    public async Task A_wrong_answer_is_refused_whole_and_the_copy_stays_with_its_age()
    {
        Owner.Open(Theirs, deposit: 100);
        var (first, second) = (Owner.Bill(Theirs, 1000, month: 9), Owner.Bill(Theirs, 2000));
        var neighbour = await MirrorAsync("there-2");
        Owner.Open("there-2");
        var others = Owner.Bill("there-2", 777);
        await RefreshAsync(neighbour);
        var home = await MirrorAsync();
        await RefreshAsync(home);
        var read = Now;

        async Task StaysAsync()
        {
            Assert.Equal("mirror.answer_wrong", (await RefreshAsync(home)).Refusal?.Code);
            Assert.Equal((1000, 2000, 100), (await OwedAsync(first), await OwedAsync(second), await HeldAsync(home)));
            Assert.Equal((read, true), (await HomeAsync(home)).Freshness is { } fresh ? (fresh.AsOf, fresh.Failed) : default);
        }

        Owner.Change(Theirs, first, b => b with { Outstanding = new Money(10) });
        Owner.Change(Theirs, second, b => b with { Outstanding = new Money(-1) });
        await StaysAsync();
        Owner.Change(Theirs, second, b => b with { Outstanding = new Money(2001) });
        await StaysAsync();
        Owner.Change(Theirs, second, b => b with { Outstanding = new Money(2000), Tax = new Money(2001) });
        await StaysAsync();
        Owner.Change(Theirs, second, b => b with { Tax = new Money(1), Number = others });
        await StaysAsync();
        Owner.Change(Theirs, others, b => b with { Number = second });
        Owner.Hidden.Add(second); // a list that leaves out what is there
        await StaysAsync();
        Owner.Hidden.Clear();
        Owner.Pass(Theirs, "H2"); // another's account under the same id
        await StaysAsync();
        Owner.Pass(Theirs, "H1");
        Assert.True((await RefreshAsync(home)).Succeeded);
        Assert.Equal((10, 2000), (await OwedAsync(first), await OwedAsync(second)));
        Assert.Equal(777, await OwedAsync(others));
    }

    [Fact]
    public async Task Bills_of_a_holder_before_are_not_taken()
    {
        Owner.Open(Theirs);
        var (former, own) = (Owner.Bill(Theirs, 1000, holder: "H0"), Owner.Bill(Theirs, 2000));
        var home = await MirrorAsync();
        await RefreshAsync(home);
        Assert.Equal([own], await InDatabaseAsync(db => db.Set<Bill>().Select(b => b.Number).ToListAsync(Ct)));
        Assert.NotEqual(former, own);
    }

    [Fact]
    public async Task Of_many_that_look_at_once_on_two_nodes_one_asks()
    {
        Owner.Open(Theirs, deposit: 100);
        var home = await MirrorAsync();
        await using var other = Build();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => InScopeAsync(n % 2 == 0 ? Services : other, s => s.GetRequiredService<KeepFresh>().HandleAsync([home.Account], Ct))));
        Assert.Equal(1, Owner.Read);
        Assert.Equal(100, await HeldAsync(home));
    }

    [Fact]
    public async Task What_the_owner_keeps_is_not_moved_here_and_an_account_of_ours_is()
    {
        Owner.Open(Theirs, deposit: 5000);
        var bill = Owner.Bill(Theirs, 1000);
        var home = await MirrorAsync();
        await RefreshAsync(home);
        AssertRefused("balance.kept_elsewhere", await PayFromBalanceAsync(home, bill));
        AssertRefused("bill.kept_elsewhere", await InScopeAsync(s => s.GetRequiredService<PostBillHandler>().HandleAsync(BillOf(home, 100), Caller.System, Ct)));
        AssertRefused("balance.kept_elsewhere", await InScopeAsync(s => s.GetRequiredService<GrantBucketHandler>().HandleAsync(new GrantBucket(home.Account, "gift", BucketKind.Gift, new Money(1)), Caller.System, Ct)));

        var ours = await MoveInAsync();
        var own = await BillAsync(ours, 900);
        await PayAsync(ours, 900, own);
        await DeliverAsync();
        Assert.Equal((0, 0), (await OwedAsync(own), Owner.Sent));
        Assert.Null((await HomeAsync(ours)).Freshness);
    }

    [Fact]
    public async Task What_a_bill_is_made_up_of_is_asked_once_and_shown_when_it_adds_up()
    {
        static OwnersCharge Charge(ChargeKind kind, string text, long minor) => new(kind, text, kind == ChargeKind.Plan ? "+8613300000001" : null, new Money(minor), new Money(minor / 20));
        Owner.Open(Theirs);
        var (whole, part, untold) = (Owner.Bill(Theirs, 5000, month: 10), Owner.Bill(Theirs, 4000, month: 9), Owner.Bill(Theirs, 3000, month: 8));
        Owner.Charges[whole] = [Charge(ChargeKind.Plan, "59 元畅用", 5900), Charge(ChargeKind.Discount, "优惠", -900)];
        Owner.Charges[part] = [Charge(ChargeKind.Plan, "59 元畅用", 3999)];
        var home = await MirrorAsync();
        Owner.RefusesCharges = Refusal.Unavailable("mirror.unreachable");
        Assert.True((await RefreshAsync(home)).Succeeded); // sums do not wait for charges
        Assert.Equal((1, 12000), (Owner.AskedForCharges, (int)Owner.Owed(Theirs)));
        Owner.RefusesCharges = null;

        await RefreshAsync(home);
        Assert.Equal([("59 元畅用", 5900, "+8613300000001"), ("优惠", -900, null)], await LinesAsync(whole));
        foreach (var (bill, total) in new[] { (part, 4000), (untold, 3000) }) Assert.Equal(total, Assert.Single(await LinesAsync(bill)).Minor);
        await RefreshAsync(home);
        Assert.Equal(4, Owner.AskedForCharges); // once when it failed, then each bill once

        Owner.Change(Theirs, whole, b => b with { Total = new Money(5900), Outstanding = new Money(100) });
        Owner.Charges[whole] = [Charge(ChargeKind.Plan, "59 元畅用", 5900)];
        await SettleDownAsync(home);
        Assert.Equal([("59 元畅用", 5900, "+8613300000001")], await LinesAsync(whole));
        Assert.Equal(5, Owner.AskedForCharges);

        async Task<IEnumerable<(string Text, long Minor, string? Number)>> LinesAsync(string number) =>
            (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill(number), As(home), Ct))).Value.Lines.Select(l => (l.Text.In("zh-CN"), l.Amount.Minor, l.ServiceIdentifier));
    }

    [Fact]
    public async Task The_desk_sees_of_each_account_how_old_it_is_and_of_ours_nothing()
    {
        Owner.Open(Theirs, deposit: 700);
        Owner.Bill(Theirs, 5000);
        var (home, ours) = (await MirrorAsync(), await MoveInAsync());
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == ours.Account, Ct)).HolderPartyId = home.Person; // one customer with both
            await db.SaveChangesAsync(Ct);
        });
        var clerk = new Caller { Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = Guid.CreateVersion7(), SessionId = Guid.CreateVersion7(), Permissions = new HashSet<string> { CustomersPermissions.View } };
        Assert.True((await InScopeAsync(s => s.GetRequiredService<OpenCustomerHandler>().HandleAsync(new(home.Person, OpeningReason.Complaint, null), clerk, Ct))).Succeeded);
        async Task<AccountMoney> SeenAsync(Guid account) => (await InScopeAsync(s => s.GetRequiredService<ViewCustomerHandler>().HandleAsync(new(home.Person), clerk, Ct))).Value.Accounts.Single(a => a.Id == account);

        var asked = Now;
        var seen = await SeenAsync(home.Account);
        Assert.Equal((new Freshness(asked, false, false), 700, 5000), (seen.Freshness, seen.Available.Minor, seen.Outstanding.Minor)); // fetched because the desk looked
        Assert.Null((await SeenAsync(ours.Account)).Freshness);
        Owner.Away = true;
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new Freshness(asked, true, false), (await SeenAsync(home.Account)).Freshness);
    }

    [Fact]
    public async Task The_background_renews_what_people_look_at_and_lets_the_rest_be()
    {
        Owner.Open(Theirs, deposit: 100);
        Owner.Open("there-2", deposit: 100);
        var (home, forgotten) = (await MirrorAsync(), await MirrorAsync("there-2"));
        await HomeAsync(home);
        await HomeAsync(forgotten);
        await InDatabaseAsync(db => db.Set<MirroredAccount>().Where(m => m.AccountId == forgotten.Account).ExecuteUpdateAsync(s => s.SetProperty(m => m.LookedAt, Now.AddDays(-31)), Ct));
        Clock.Advance(TimeSpan.FromMinutes(40));
        await InScopeAsync(s => s.GetRequiredService<RefreshStale>().HandleAsync(Ct));
        Assert.Equal(3, Owner.Read);
    }
}

public sealed class Mirroring_an_account_on_SQLite() : Mirroring_an_account(DatabaseKind.Sqlite);
public sealed class Mirroring_an_account_on_PostgreSQL() : Mirroring_an_account(DatabaseKind.Postgres);
