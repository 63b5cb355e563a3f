using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.ModuleTests.Billing;

public abstract class A_charge_that_is_not_right(DatabaseKind kind) : BillingSuite(kind)
{
    static readonly Guid First = Guid.CreateVersion7(), Second = Guid.CreateVersion7();

    static Caller Clerk(Guid? who = null, string? area = null) => new()
    {
        Kind = CallerKind.Staff, Channel = Channel.Staff, SubjectId = who ?? First, SessionId = who ?? First,
        Permissions = new HashSet<string> { CustomersPermissions.View, BillingPermissions.DecideDisputes, BillingPermissions.ProposeAdjustments, BillingPermissions.ApproveAdjustments },
        Bounds = area is null ? new Dictionary<string, IReadOnlyList<string>>()
            : new Dictionary<string, IReadOnlyList<string>> { [CustomersPermissions.View] = [area], [BillingPermissions.DecideDisputes] = [area], [BillingPermissions.ProposeAdjustments] = [area], [BillingPermissions.ApproveAdjustments] = [area] },
    };

    Task<Outcome<OpenedDispute>> DisputeAsync(Household who, string bill, int line = 1, string? key = null, string words = "我没有订过这个套餐", IServiceProvider? node = null) =>
        InScopeAsync(node ?? Services, s => s.GetRequiredService<OpenDisputeHandler>().HandleAsync(new(bill, line, DisputeReason.NotOrdered, words, key ?? NewKey()), As(who), Ct));

    Task<Outcome<DisputeState>> DecideAsync(Guid dispute, bool accept, long? credit = null, string? answer = "核对后多收了", Caller? by = null) =>
        InScopeAsync(s => s.GetRequiredService<DecideDisputeHandler>().HandleAsync(new(dispute, accept, credit is { } minor ? new Money(minor) : null, answer), by ?? Clerk(), Ct));

    Task<Outcome<AdjustmentState>> SecondAsync(Guid adjustment, bool approve, string? answer = null, Caller? by = null) =>
        InScopeAsync(s => s.GetRequiredService<DecideAdjustmentHandler>().HandleAsync(new(adjustment, approve, answer), by ?? Clerk(Second), Ct));

    async Task<IReadOnlyList<Proposal>> WaitingAsync(Caller? by = null) => (await InScopeAsync(s => s.GetRequiredService<ListProposals>().HandleAsync(by ?? Clerk(Second), Ct))).Value;

    Task<Outcome<DisputeView>> SeeAsync(Household who, Guid dispute) => InScopeAsync(s => s.GetRequiredService<ViewDispute>().HandleAsync(dispute, As(who), Ct));

    Task<Outcome<ProposedAdjustment>> AdjustAsync(Household who, long minor, string? reason = "基站故障的补偿", string? bill = null, string? key = null, Caller? by = null) =>
        InScopeAsync(s => s.GetRequiredService<ProposeAdjustmentHandler>().HandleAsync(new(who.Person, who.Number, new Money(minor), reason, bill, key ?? NewKey()), by ?? Clerk(), Ct));

    async Task<Household> OpenedAsync(Caller? by = null, string? area = null)
    {
        var who = await MoveInAsync();
        await InDatabaseAsync(async db =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == who.Account, Ct)).Mode = PaymentMode.Postpaid;
            (await db.Set<Customer>().SingleAsync(c => c.Id == who.Customer, Ct)).Area = area;
            await db.SaveChangesAsync(Ct);
        });
        Assert.True((await InScopeAsync(s => s.GetRequiredService<OpenCustomerHandler>().HandleAsync(new(who.Person, OpeningReason.Complaint, null), by ?? Clerk(), Ct))).Succeeded);
        return who;
    }

    [Fact]
    public async Task Stands_in_one_dispute_and_is_asked_about_once()
    {
        var who = await MoveInAsync();
        var bill = await BillAsync(who, 3000);
        AssertRefused("dispute.say_more", await DisputeAsync(who, bill, words: "贵"));
        AssertRefused("dispute.no_charge", await DisputeAsync(who, bill, 7));
        AssertRefused("bill.not_found", await DisputeAsync(await MoveInAsync(), bill));
        await using var other = Build();
        var said = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => DisputeAsync(who, bill, key: "dispute-" + i, node: i % 2 == 0 ? Services : other)));
        var made = Assert.Single(said, d => d.Succeeded);
        Assert.All(said.Where(d => !d.Succeeded), d => AssertRefused("dispute.already_open", d));
        Assert.Equal(DisputeState.Open, (await SeeAsync(who, made.Value.Id)).Value.State);
        AssertRefused("dispute.not_found", await SeeAsync(await MoveInAsync(), made.Value.Id));
        Assert.Equal(DisputeState.Rejected, (await DecideAsync(made.Value.Id, false)).Value);
        AssertRefused("dispute.decided_before", await DisputeAsync(who, bill));
        AssertRefused("dispute.wrong_state", await DecideAsync(made.Value.Id, true));
        Clock.Advance(TimeSpan.FromDays(181));
        AssertRefused("dispute.too_late", await DisputeAsync(who, await OldBillAsync(who)));
    }

    async Task<string> OldBillAsync(Household who)
    {
        var bill = BillOf(who, 3000, 9) with { IssuedAt = Now.AddDays(-181) };
        Assert.True((await InScopeAsync(s => s.GetRequiredService<PostBillHandler>().HandleAsync(bill, Caller.System, Ct))).Succeeded);
        return bill.Number;
    }

    [Fact]
    public async Task That_is_accepted_lowers_the_bill_and_what_was_paid_of_it_goes_to_the_balance()
    {
        var who = await MoveInAsync();
        var bill = await BillAsync(who, 3000);
        await PayAsync(who, 1000, bill);
        var dispute = (await DisputeAsync(who, bill)).Value;
        AssertRefused("dispute.answer_needed", await DecideAsync(dispute.Id, true, answer: " "));
        AssertRefused("dispute.credit_wrong", await DecideAsync(dispute.Id, true, 3001));
        AssertRefused("permission.missing", await DecideAsync(dispute.Id, true, by: Clerk() with { Permissions = new HashSet<string>() }));
        Assert.Equal(DisputeState.Accepted, (await DecideAsync(dispute.Id, true, 2500)).Value);
        Assert.Equal((0L, 500L), (await OwedAsync(bill), await HeldAsync(who)));
        var seen = (await SeeAsync(who, dispute.Id)).Value;
        Assert.Equal((DisputeState.Accepted, new Money(2500), "核对后多收了"), (seen.State, seen.Credit, seen.Answer));
        var view = (await InScopeAsync(s => s.GetRequiredService<ViewBillHandler>().HandleAsync(new ViewBill(bill), As(who), Ct))).Value;
        Assert.Equal(new Money(2000), Assert.Single(view.Paid, p => p.IsCredit).Amount);
        Assert.Contains("退您 25.00 元。核对后多收了", await InDatabaseAsync(db => db.Set<Message>().Where(m => m.TextKey == "notice.dispute.accepted").Select(m => m.Body).SingleAsync(Ct)));
        await DeliverAsync();
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Is_not_asked_for_until_it_is_decided_and_then_from_the_beginning()
    {
        var who = await OpenedAsync();
        var line = Guid.CreateVersion7();
        await InDatabaseAsync(async db =>
        {
            db.Add(new Line { Id = line, CustomerId = who.Customer, AccountId = who.Account, HolderPartyId = who.Person, State = LineState.Active, From = Now.AddYears(-1) });
            await db.SaveChangesAsync(Ct);
        });
        var bill = await BillAsync(who, 3000);
        Task<Outcome<DunningRun>> DunAsync() => InScopeAsync(s => s.GetRequiredService<RunDunningHandler>().HandleAsync(new RunDunning(), Caller.System, Ct));
        Task<int> HeldCountAsync() => InDatabaseAsync(db => db.Set<Restriction>().CountAsync(r => r.LineId == line && r.To == null, Ct));
        foreach (var days in (int[])[0, 1, 8]) { Clock.Advance(TimeSpan.FromDays(days)); await DunAsync(); }
        Assert.Equal(2, await HeldCountAsync());

        var dispute = (await DisputeAsync(who, bill)).Value;
        await DeliverAsync();
        Assert.Equal(0, await HeldCountAsync());
        Clock.Advance(TimeSpan.FromDays(40));
        Assert.Empty((await DunAsync()).Value.Taken);
        Assert.Equal(DisputeState.Rejected, (await DecideAsync(dispute.Id, false)).Value);
        Assert.Empty((await DunAsync()).Value.Taken);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(DunningAct.Remind, Assert.Single((await DunAsync()).Value.Taken).Act);
        Clock.Advance(TimeSpan.FromDays(6));
        await DunAsync();
        Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(DunningAct.Restrict, Assert.Single((await DunAsync()).Value.Taken).Act);
        Assert.Equal(2, await HeldCountAsync());
    }

    [Fact]
    public async Task Above_what_one_may_decide_waits_for_a_second_person_who_is_another()
    {
        var who = await MoveInAsync();
        var bill = await BillAsync(who, 9000);
        var dispute = (await DisputeAsync(who, bill)).Value;
        Assert.Equal(DisputeState.Proposed, (await DecideAsync(dispute.Id, true)).Value);
        Assert.Equal(9000, await OwedAsync(bill));
        Assert.Equal((DisputeState.Open, null), ((await SeeAsync(who, dispute.Id)).Value.State, (await SeeAsync(who, dispute.Id)).Value.Answer));
        var proposal = Assert.Single(await WaitingAsync());
        AssertRefused("adjustment.own", await SecondAsync(proposal.Id, true, by: Clerk()));
        AssertRefused("adjustment.answer_needed", await SecondAsync(proposal.Id, false));

        Assert.Equal(AdjustmentState.Refused, (await SecondAsync(proposal.Id, false, "请先查详单")).Value);
        AssertRefused("adjustment.wrong_state", await SecondAsync(proposal.Id, true));
        Assert.Equal(DisputeState.Proposed, (await DecideAsync(dispute.Id, true)).Value); // decided anew
        Assert.Equal(AdjustmentState.Done, (await SecondAsync(Assert.Single(await WaitingAsync()).Id, true)).Value);
        Assert.Equal(0, await OwedAsync(bill));
        Assert.Equal(DisputeState.Accepted, (await SeeAsync(who, dispute.Id)).Value.State);
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Staff_give_back_at_once_up_to_the_limit_and_in_pieces_no_more()
    {
        var who = await OpenedAsync();
        var bill = await BillAsync(who, 2000);
        AssertRefused("adjustment.reason_needed", await AdjustAsync(who, 100, "好"));
        AssertRefused("account.not_found", await AdjustAsync(await MoveInAsync(), 100)); // not opened
        AssertRefused("permission.missing", await AdjustAsync(who, 100, by: Clerk() with { Permissions = new HashSet<string> { CustomersPermissions.View } }));
        Assert.Equal(AdjustmentState.Done, (await AdjustAsync(who, 3000, bill: bill, key: "adjust-1")).Value.State);
        Assert.Equal((0L, 1000L), (await OwedAsync(bill), await HeldAsync(who)));
        Assert.Equal(AdjustmentState.Done, (await AdjustAsync(who, 3000, bill: bill, key: "adjust-1")).Value.State);
        AssertRefused("payment.key_reused", await AdjustAsync(who, 3001, bill: bill, key: "adjust-1"));
        Assert.Equal(1000, await HeldAsync(who)); // once

        Assert.Equal(AdjustmentState.Proposed, (await AdjustAsync(who, 2001)).Value.State);
        Assert.Equal(1000, await HeldAsync(who));
        Assert.Equal(AdjustmentState.Done, (await AdjustAsync(who, 2000)).Value.State);
        Clock.Advance(TimeSpan.FromHours(25));
        await InScopeAsync(s => s.GetRequiredService<OpenCustomerHandler>().HandleAsync(new(who.Person, OpeningReason.Complaint, null), Clerk(), Ct));
        AssertRefused("balance.too_low", await AdjustAsync(who, -3001));
        Assert.Equal(AdjustmentState.Done, (await AdjustAsync(who, -3000)).Value.State);
        Assert.Equal(0, await HeldAsync(who));
        Assert.Equal(3, await InDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.TextKey.StartsWith("notice.adjusted"), Ct)));
        Assert.Equal(3, await InDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Act == "adjustment_made" && a.PartyId == who.Person, Ct)));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task One_person_at_two_places_at_once_gives_no_more_than_one_may()
    {
        var who = await OpenedAsync();
        await using var other = Build();
        var given = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => InScopeAsync(i % 2 == 0 ? Services : other, s =>
            s.GetRequiredService<ProposeAdjustmentHandler>().HandleAsync(new(who.Person, who.Number, new Money(2000), "基站故障的补偿", null, "at-once-" + i), Clerk(), Ct))));
        Assert.Equal(2, given.Count(g => g.Value.State == AdjustmentState.Done));
        Assert.Equal(4000, await HeldAsync(who));
        Assert.Null(await FaultAsync());
    }

    [Fact]
    public async Task Another_areas_staff_find_neither_dispute_nor_proposal()
    {
        var (here, there) = (Clerk(Second, "江苏/南京"), Clerk(Second, "江苏/苏州"));
        var who = await OpenedAsync(area: "江苏/南京");
        var bill = await BillAsync(who, 9000);
        var dispute = (await DisputeAsync(who, bill)).Value;
        Task<Outcome<IReadOnlyList<WaitingDispute>>> QueueAsync(Caller by) => InScopeAsync(s => s.GetRequiredService<ListDisputes>().HandleAsync(by, Ct));
        Assert.Single((await QueueAsync(here)).Value);
        Assert.Empty((await QueueAsync(there)).Value);
        AssertRefused("dispute.not_found", await DecideAsync(dispute.Id, false, by: there));
        var proposed = (await AdjustAsync(who, 9000)).Value;
        Assert.Single(await WaitingAsync(here));
        Assert.Empty(await WaitingAsync(there));
        AssertRefused("adjustment.not_found", await SecondAsync(proposed.Id, true, by: there));
        Assert.Equal(AdjustmentState.Done, (await SecondAsync(proposed.Id, true, by: here)).Value);
    }
}

public sealed class A_charge_that_is_not_right_on_SQLite() : A_charge_that_is_not_right(DatabaseKind.Sqlite);
public sealed class A_charge_that_is_not_right_on_PostgreSQL() : A_charge_that_is_not_right(DatabaseKind.Postgres);
