using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.Billing;

/// <summary>What a bill will be, why it is another, what it would have been. It is 23 November.</summary>
public abstract class Looking_ahead_and_back(DatabaseKind kind) : Billing_a_cycle_words(kind)
{
    [Fact]
    public async Task A_preview_is_the_bill_to_the_cent_when_nothing_more_comes()
    {
        var who = await SubscribeAsync();
        await CallAsync(who, "2026-11-05 09:00", 1261); // 22 minutes, ten of them included
        var preview = (await PreviewAsync(who)).Value;
        Assert.Equal((51_20L, 1_20L, 50_00L, new DateOnly(2026, 11, 1)), (preview.Total.Minor, preview.Used.Minor, preview.Known.Minor, preview.PeriodFrom));
        Clock.Advance(TimeSpan.FromDays(10)); // 3 December: closed
        await RunAsync(11);
        var bill = (await BillsAsync(who)).Single();
        Assert.Equal((bill.Total, bill.Tax), (preview.Total, preview.Tax));
        Assert.Equal(bill.Lines.OrderBy(l => l.Ordinal).Select(l => (l.Kind, l.Amount, l.Quantity)), preview.Lines.Select(l => (l.Kind, l.Amount, l.Quantity)));
    }

    [Fact]
    public async Task In_the_first_hours_of_a_month_the_next_bill_is_that_of_the_month_before()
    {
        var who = await SubscribeAsync();
        Clock.Advance(At("2026-12-01 10:00") - Now);
        Assert.Equal(new DateOnly(2026, 11, 1), (await PreviewAsync(who)).Value.PeriodFrom);
        Clock.Advance(TimeSpan.FromHours(15));
        Assert.Equal(new DateOnly(2026, 12, 1), (await PreviewAsync(who)).Value.PeriodFrom);
    }

    [Fact]
    public async Task Why_a_bill_is_larger_is_told_by_causes_that_add_up()
    {
        var who = await SubscribeAsync(Plan with { Allowances = [] });
        await CallAsync(who, "2026-09-05 09:00", 60);
        await CallAsync(who, "2026-10-05 09:00", 600);
        await GiveAsync(who, -3_00, "2026-10-15 09:00");
        await RunAsync(9);
        await RunAsync(10);
        var bills = await BillsAsync(who);
        var why = (await ExplainAsync(bills[1].Number, who)).Value;
        Assert.Equal([(Cause.Usage, 90L), (Cause.OneOffs, -3_00L)], why.Causes.Select(c => (c.Of.Cause, c.Amount.Minor)));
        Assert.Equal((bills[1].Total - bills[0].Total, bills[0].Number), (why.Told.Change, why.Before.Number));
        var use = Assert.Single(why.Causes[0].Charges);
        Assert.Equal((10L, 1_00L, true), (use.Before.Minor, use.After.Minor, use.IsUse));
    }

    [Fact]
    public async Task A_line_that_came_is_a_service_that_began()
    {
        var home = await MoveInAsync();
        var first = await SubscribeAsync(home);
        await SubscribeAsync(home, from: At("2026-10-01 00:00"));
        await RunAsync(9);
        await RunAsync(10);
        var why = (await ExplainAsync((await BillsAsync(first))[1].Number, first)).Value;
        Assert.Equal([(Cause.Subscriptions, 50_00L)], why.Causes.Where(c => c.Amount.Minor != 0).Select(c => (c.Of.Cause, c.Amount.Minor)));
    }

    [Fact]
    public async Task The_first_bill_has_nothing_before_it_and_what_was_not_made_here_is_not_explained()
    {
        var who = await SubscribeAsync();
        await RunAsync(9);
        await RunAsync(10);
        var bills = await BillsAsync(who);
        AssertRefused("explain.first", await ExplainAsync(bills[0].Number, who));
        // Use that was rewritten behind the books: what was billed cannot be made again.
        await CallAsync(who, "2026-09-05 09:00", 6000, accepted: "2026-09-06 09:00");
        AssertRefused("explain.elsewhere", await ExplainAsync(bills[1].Number, who));
    }

    [Fact]
    public async Task Plans_are_billed_by_the_months_that_were_and_the_cheapest_is_first()
    {
        var who = await SubscribeAsync();
        var cheap = await SubscribeAsync(Plan with { Recurring = [Plan.Recurring[0] with { Amount = new Money(10_00) }], Allowances = [] });
        foreach (var month in (int[])[8, 9, 10]) await CallAsync(who, $"2026-{month:00}-05 09:00", 6000); // 100 minutes
        var found = (await CompareAsync(who)).Value;
        Assert.Equal([59_00L, 59_00L, 59_00L], found.Compared.Paid);
        Assert.Equal([(60_00L, 117_00L, false), (177_00L, 0L, true)], found.Plans.Select(p => (p.Sum.Minor, p.Saving.Minor, p.IsNow)));
        Assert.Equal([20_00L, 20_00L, 20_00L], found.Plans[0].Of.Totals);
        Assert.Equal([new LessIncluded(UsageKind.Voice, 600, 0)], found.Plans[0].Of.Less);
        Assert.Equal(new DateOnly(2026, 12, 1), found.Begins);
        Assert.False(found.IsAsBilled);
        foreach (var month in (int[])[8, 9, 10]) await RunAsync(month);
        Assert.True((await CompareAsync(who)).Value.IsAsBilled);
        Assert.NotEqual(who.Line, cheap.Line);
    }

    [Fact]
    public async Task A_line_that_is_new_has_no_month_to_compare()
    {
        var who = await SubscribeAsync(from: At("2026-11-10 00:00"));
        AssertRefused("compare.no_month", await CompareAsync(who));
    }

    [Fact]
    public async Task Nobody_sees_what_is_not_theirs()
    {
        var (who, other) = (await SubscribeAsync(), await SubscribeAsync());
        await RunAsync(9);
        await RunAsync(10);
        var bill = (await BillsAsync(who))[1];
        AssertRefused("bill.not_found", await ExplainAsync(bill.Number, other));
        AssertRefused("preview.no_account", await PreviewAsync(other, who.Home.Number));
        AssertRefused("holding.not_found", await InScopeAsync(s => s.GetRequiredService<ComparePlansHandler>().HandleAsync(new ComparePlans("l" + who.Line.ToString("N")), As(other.Home), Ct)));
    }

    Task<Outcome<BillPreview>> PreviewAsync(Subscriber who, string? account = null) => InScopeAsync(s => s.GetRequiredService<PreviewBillHandler>().HandleAsync(new PreviewBill(account), As(who.Home), Ct));

    Task<Outcome<BillExplanation>> ExplainAsync(string number, Subscriber who) => InScopeAsync(s => s.GetRequiredService<ExplainBillHandler>().HandleAsync(new ExplainBill(number), As(who.Home), Ct));

    Task<Outcome<PlansByUse>> CompareAsync(Subscriber who) => InScopeAsync(s => s.GetRequiredService<ComparePlansHandler>().HandleAsync(new ComparePlans("l" + who.Line.ToString("N")), As(who.Home), Ct));

    Task GiveAsync(Subscriber who, long minor, string at) => InDatabaseAsync(async db =>
    {
        db.Add(new OneOffCharge { Id = Guid.CreateVersion7(), AccountId = who.Home.Account, LineId = who.Line, Code = "goodwill", Key = Guid.CreateVersion7().ToString("N"), Name = Name, Amount = new Money(minor), TaxClass = "basic", At = At(at) });
        await db.SaveChangesAsync(Ct);
    });
}

public sealed class Looking_ahead_and_back_on_SQLite() : Looking_ahead_and_back(DatabaseKind.Sqlite);
public sealed class Looking_ahead_and_back_on_PostgreSQL() : Looking_ahead_and_back(DatabaseKind.Postgres);
