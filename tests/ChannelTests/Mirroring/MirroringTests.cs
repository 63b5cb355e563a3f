using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.ChannelTests.Staff;
using Wangting.ChannelTests.Web;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.ChannelTests.Mirroring;

public sealed class A_mirror_of_another_hall_on_SQLite : A_mirror_of_another_hall, IClassFixture<SqliteMirrorTown>
{
    public A_mirror_of_another_hall_on_SQLite(SqliteMirrorTown town) : base(town) { }
}

public sealed class A_mirror_of_another_hall_on_PostgreSQL : A_mirror_of_another_hall, IClassFixture<PostgresMirrorTown>
{
    public A_mirror_of_another_hall_on_PostgreSQL(PostgresMirrorTown town) : base(town) { }
}

public abstract class A_mirror_of_another_hall(MirrorTown town)
{
    const string Old = "2500100001";
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Task<JsonArray> OwnersBillsAsync() => ListAsync($"customerBillManagement/v4/customerBill?billingAccount.id={Account}&limit=100");
    async Task<JsonArray> ListAsync(string path) => (await town.Machine.GetAsync(path)).List;

    string account = "";
    string Account => account;

    async Task<long> OwedThereAsync() => (await OwnersBillsAsync()).Sum(b => (long)(b!["remainingAmount"]!["value"]!.GetValue<decimal>() * 100));

    async Task<Visitor> ComeAsync()
    {
        town.Wire.Heal();
        account = (await ListAsync($"accountManagement/v4/billingAccount?accountNumber={Old}"))[0]!["id"]!.GetValue<string>();
        await RefreshAsync();
        return town.Zhang;
    }

    // Past the second for which a copy counts as fresh; the circuit, if it is open, is closed by real time, so it is asked until it answers.
    async Task<Outcome<Done>> RefreshAsync(string? expect = null)
    {
        var id = await town.Mirror.InScopeAsync(async s => (await s.GetRequiredService<Wangting.Customers.FindAccount>().HandleAsync(Old, Wangting.Customers.Right.SeeBill, Caller.System, Ct)).Value.Id);
        for (var attempt = 1; ; attempt++)
        {
            town.Mirror.Clock.Advance(TimeSpan.FromSeconds(2));
            var outcome = await town.Mirror.InScopeAsync(s => s.GetRequiredService<RefreshAccountHandler>().HandleAsync(new RefreshAccount(id, AtOnce: true), Ct));
            if (outcome.Refusal?.Code == expect) return outcome;
            Assert.True(attempt < 40, outcome.Refusal?.Code + " " + outcome.Refusal?.Details?.GetValueOrDefault("detail"));
            await Task.Delay(300, Ct);
        }
    }

    static string Yuan(long minor) => (minor / 100m).ToString("N2", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Bills_and_balance_of_the_owner_are_shown_with_their_time()
    {
        var zhang = await ComeAsync();
        var home = await zhang.GetAsync("/");
        Assert.True(home.Says("数据截至"), home.Words);
        var bills = await OwnersBillsAsync();
        Assert.True(bills.Count > 2, "more than a page of them");
        var page = await zhang.GetAsync("/bills?account=" + Old);
        Assert.True(page.Says("数据截至"), page.Words);
        foreach (var bill in bills.OrderByDescending(b => b!["billingPeriod"]!["startDateTime"]!.GetValue<string>()).Take(10))
        {
            var one = await zhang.GetAsync("/bills/" + bill!["billNo"]!.GetValue<string>());
            Assert.True(one.Says(Yuan((long)(bill["taxIncludedAmount"]!["value"]!.GetValue<decimal>() * 100))), bill.ToJsonString());
        }
        // What the newest is made up of, as its owner tells it, charge by charge.
        var newest = bills.MaxBy(b => b!["billingPeriod"]!["startDateTime"]!.GetValue<string>())!;
        var rates = await ListAsync("customerBillManagement/v4/appliedCustomerBillingRate?limit=100&bill.id=" + newest["id"]!.GetValue<string>());
        Assert.True(rates.Count > 2, "more than a page of them");
        var shown = await zhang.GetAsync("/bills/" + newest["billNo"]!.GetValue<string>());
        foreach (var rate in rates) Assert.True(shown.Says(Yuan((long)(rate!["taxIncludedAmount"]!["value"]!.GetValue<decimal>() * 100))), rate.ToJsonString() + shown.Words);
        Assert.True(shown.Says("59 元畅用") && shown.Says("133 **** 0001"), shown.Words);
        Assert.False(shown.Says("费用合计"), shown.Words);
        Assert.True((await zhang.GetAsync("/j/pay?account=" + Old + "&for=other&amount=5&method=bank")).Says("数据截至"));
        Assert.Null(await town.Mirror.FaultOfBooksAsync());
    }

    async Task<Guid> PayAsync(long minor)
    {
        var caller = Caller.System;
        var key = "mirror-" + Guid.CreateVersion7().ToString("N");
        var intent = (await town.Mirror.InScopeAsync(s => s.GetRequiredService<StartPaymentHandler>().HandleAsync(new StartPayment(Old, new Money(minor), null, key), caller, Ct))).Value;
        await town.Mirror.InScopeAsync(s => s.GetRequiredService<RequestPaymentPageHandler>().HandleAsync(new RequestPaymentPage(intent.Id), caller, Ct));
        await town.Mirror.InScopeAsync(s => s.GetRequiredService<SettlePaymentHandler>().HandleAsync(
            new SettlePayment(intent.Id, "sandbox", new GatewayPayment("ref", GatewayState.Approved, new Money(minor), "CNY", HandOver.Page, null)), caller, Ct));
        return intent.Id;
    }

    async Task<PaymentView> ViewAsync(Guid payment) => (await town.Mirror.InScopeAsync(s => s.GetRequiredService<ViewPayment>().HandleAsync(payment, Caller.System, Ct))).Value;

    Task<JsonArray> ThereAsync(Guid payment) => ListAsync("paymentManagement/v4/payment?correlatorId=" + payment.ToString("D"));

    async Task BookedAsync(Guid payment)
    {
        for (var attempt = 1; (await ViewAsync(payment)).Forwarded != ForwardState.Booked; attempt++)
        {
            Assert.True(attempt < 60, "never booked");
            town.Mirror.Clock.Advance(TimeSpan.FromMinutes(6));
            await town.Mirror.DeliverAsync();
            await Task.Delay(100, Ct);
        }
        await RefreshAsync();
        Assert.Single(await ThereAsync(payment));
        Assert.Equal(await OwedThereAsync(), await OwedHereAsync());
        Assert.Null(await town.Mirror.FaultOfBooksAsync());
    }

    async Task<long> OwedHereAsync() => (await town.Mirror.InScopeAsync(s => s.GetRequiredService<ListPayable>().HandleAsync(Caller.System, Ct))).Where(p => p.Number == Old).Sum(p => p.Outstanding.Minor);

    [Fact]
    public async Task A_payment_here_stands_in_the_owners_books_once_and_less_is_owed_in_both()
    {
        await ComeAsync();
        var before = await OwedThereAsync();
        var payment = await PayAsync(150);
        Assert.Equal(before - 150, await OwedHereAsync());
        await BookedAsync(payment);
        Assert.Equal(before - 150, await OwedThereAsync());
    }

    [Fact]
    public async Task Acted_upon_and_cut_is_found_and_not_sent_again()
    {
        await ComeAsync();
        var before = await OwedThereAsync();
        town.Wire.Cut = r => r.Method == "POST";
        var payment = await PayAsync(110);
        await town.Mirror.DeliverAsync();
        Assert.Equal(before - 110, await OwedThereAsync());
        Assert.Equal(ForwardState.Waiting, (await ViewAsync(payment)).Forwarded);
        town.Wire.Heal();
        await BookedAsync(payment);
        Assert.Equal(before - 110, await OwedThereAsync());
    }

    [Theory]
    [InlineData("down")]
    [InlineData("500")]
    [InlineData("html")]
    [InlineData("other account")]
    public async Task A_payment_waits_while_the_owner_cannot_take_it_and_is_then_booked_once(string fault)
    {
        await ComeAsync();
        var before = await OwedThereAsync();
        Break(fault);
        var payment = await PayAsync(120);
        for (var hour = 0; hour < 3; hour++)
        {
            town.Mirror.Clock.Advance(TimeSpan.FromHours(1));
            await town.Mirror.DeliverAsync();
        }
        Assert.Equal(ForwardState.Waiting, (await ViewAsync(payment)).Forwarded);
        Assert.Equal(before - 120, await OwedHereAsync());
        town.Wire.Heal();
        await BookedAsync(payment);
        Assert.Equal(before - 120, await OwedThereAsync());
    }

    void Break(string fault)
    {
        if (fault == "down") town.Wire.Down = true;
        else town.Wire.Rewrite = (request, answer) => fault switch
        {
            "500" => answer with { Status = 500 },
            "html" => new(200, "text/html", "<html><body>Wartung</body></html>", null),
            "not json" => answer with { Body = answer.Body[..(answer.Body.Length / 2)] },
            "too long" => answer with { Body = "[" + new string(' ', 10_000_000) + "]" },
            "deep" => answer with { Body = new string('[', 5000) + new string(']', 5000) },
            "other account" => answer with { Body = answer.Body.Replace(Account, Guid.CreateVersion7().ToString("D"), StringComparison.Ordinal) },
            "other currency" => answer with { Body = answer.Body.Replace("\"CNY\"", "\"USD\"", StringComparison.Ordinal) },
            "negative" => answer with { Body = Regex.Replace(answer.Body, "(\"remainingAmount\":\\{[^}]*\"value\":)", "$1-9") },
            "total lies" => answer with { Total = "77" },
            "total too low" => answer with { Total = "1" },
            "same page again" => request.QueryString.Value!.Contains("offset", StringComparison.Ordinal) ? answer with { Body = first ??= answer.Body } : answer,
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }

    string? first;

    [Theory]
    [InlineData("down")]
    [InlineData("500")]
    [InlineData("html")]
    [InlineData("not json")]
    [InlineData("too long")]
    [InlineData("deep")]
    [InlineData("other account")]
    [InlineData("other currency")]
    [InlineData("negative")]
    [InlineData("total lies")]
    [InlineData("total too low")]
    [InlineData("same page again")]
    public async Task A_wrong_answer_leaves_the_copy_as_it_was_and_says_so(string fault)
    {
        var zhang = await ComeAsync();
        var before = await OwedHereAsync();
        Break(fault);
        await RefreshAsync(expect: fault is "down" or "500" ? "mirror.unreachable" : "mirror.answer_wrong");
        var page = await zhang.GetAsync("/bills?account=" + Old);
        Assert.True(page.Says("暂时无法更新，数据截至"), page.Words);
        Assert.Equal(before, await OwedHereAsync());
        town.Wire.Heal();
        await RefreshAsync();
        Assert.Null(await town.Mirror.FaultOfBooksAsync());
    }

    /// <summary>Everywhere the copy is shown: to its customer, at the desk, and in another system's desk; in every language.</summary>
    [Fact]
    public async Task The_age_of_the_copy_is_said_wherever_it_is_shown()
    {
        var zhang = await ComeAsync();
        using var clerk = (await Enrolment.OfAsync(town.Mirror, "mirror.clerk", "一句只有我自己会说的长话", "agent")).At;
        var party = await town.Mirror.InScopeAsync(async s => (await s.GetRequiredService<FindCustomersHandler>().HandleAsync(new(MirrorTown.Number), Caller.System, Ct)).Value.Customers[0].PartyId);
        var desk = "/staff/customers/" + party.ToString("D");
        await clerk.SendAsync((await clerk.GetAsync(desk))["open"], ("Reason", "Complaint"));
        var bill = Regex.Match((await clerk.GetAsync(desk)).Html, "bills/([^\"]+)\"").Groups[1].Value;
        using var other = await OtherDesk.ServerAsync(town.Mirror);
        await SayAsync("数据截至", "As of ");
        Break("down");
        await RefreshAsync(expect: "mirror.unreachable");
        await SayAsync("暂时无法更新，数据截至", "Could not be refreshed; as of ");

        async Task SayAsync(string chinese, string english)
        {
            foreach (var (look, says) in new[] { ("zh-CN.light.normal", chinese), ("en.light.normal", english) })
            {
                foreach (var (at, path) in new[] { (zhang, "/"), (zhang, "/bills?account=" + Old), (zhang, "/bills/" + bill), (clerk, desk), (clerk, desk + "/bills/" + bill) })
                {
                    at.Cookies.Add(town.Mirror.Address, new System.Net.Cookie("look", look));
                    var page = await at.GetAsync(path);
                    Assert.True(page.Says(says), $"{look} {path}: {page.Words}");
                }
                var frame = await OtherDesk.ShowAsync(town.Mirror, other, "account", party.ToString("D"), look.Split('.')[0]);
                Assert.Contains(says, frame, StringComparison.Ordinal);
            }
            zhang.Cookies.Add(town.Mirror.Address, new System.Net.Cookie("look", "zh-CN.light.normal"));
        }
    }

    [Fact]
    public async Task A_filter_that_is_passed_over_shows_nobody_elses_bill()
    {
        var zhang = await ComeAsync();
        var numbers = (await OwnersBillsAsync()).Select(b => b!["billNo"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        var others = (await ListAsync("customerBillManagement/v4/customerBill?limit=1000")).Select(b => b!["billNo"]!.GetValue<string>()).Where(n => !numbers.Contains(n)).ToArray();
        Assert.NotEmpty(others);
        town.Wire.Query = q => q.Replace("billingAccount.id=" + Account, "", StringComparison.Ordinal).Replace("?&", "?", StringComparison.Ordinal);
        await RefreshAsync(expect: "mirror.answer_wrong");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await zhang.GetAsync("/bills/" + others[0])).Status);
    }

    [Fact]
    public async Task A_slow_owner_holds_no_page_up_and_what_it_says_is_there_the_next_time()
    {
        var zhang = await ComeAsync();
        var held = new TaskCompletionSource();
        town.Wire.Slow = ("billingAccount", held.Task);
        town.Mirror.Clock.Advance(TimeSpan.FromMinutes(90));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var page = await zhang.GetAsync("/bills?account=" + Old);
        // A second for the owner, and as long as a page takes on a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), watch.Elapsed.ToString());
        Assert.True(page.Says("数据截至"), page.Words);
        town.Wire.Heal();
        held.SetResult();
        await RefreshAsync();
        Assert.False((await zhang.GetAsync("/bills?account=" + Old)).Says("暂时无法更新"));
    }
}
