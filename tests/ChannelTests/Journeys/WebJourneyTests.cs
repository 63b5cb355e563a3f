using System.Net;
using Wangting.ChannelTests.Web;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Journeys;

public sealed class A_journey_as_a_page_without_script(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Zhang = "13300000001", Li = "18900000066", Alice = "19900000007";

    [Fact]
    public async Task Paying_leads_over_a_summary_to_the_bank_and_back_to_where_it_stands()
    {
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        var form = await zhang.GetAsync("/j/pay");
        var summary = await zhang.FollowAsync(await zhang.SendAsync(form["journey"], ("act", "next"), ("f.for", "other"), ("f.method", "bank")));
        summary = await zhang.FollowAsync(await zhang.SendAsync(summary["journey"], ("act", "next"), ("f.amount", "50.5")));
        Assert.True(summary.Says("50.50 元"));
        var address = summary.Path;

        var confirmed = await zhang.SendAsync(summary["journey"], ("act", "confirm"));

        Assert.StartsWith(hall.Bank.ToString(), confirmed.Location, StringComparison.Ordinal);
        var again = await zhang.SendAsync(summary["journey"], ("act", "confirm")); // the back button, and once more
        Assert.Equal(HttpStatusCode.Found, again.Status);
        Assert.True((await zhang.GetAsync(address)).Says("等待付款 50.50 元"));
        Assert.True((await zhang.GetAsync("/me/confirmed")).Says("确认，去付 50.50 元"));
    }

    [Fact]
    public async Task A_link_that_says_it_all_goes_straight_to_the_summary_and_never_further()
    {
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        var summary = await zhang.GetAsync("/j/pay?for=other&amount=20&method=wallet&confirm=yes&act=confirm&x=%3Cscript%3E");
        Assert.True(summary.Says("确认，去付 20.00 元"));
    }

    [Fact]
    public async Task Mistakes_stand_on_top_and_beside_and_what_was_typed_stays()
    {
        using var li = hall.Visit();
        await li.SignInAsync(Li);
        var form = await li.GetAsync("/j/pay?for=other&method=bank");
        var wrong = await li.SendAsync(form["journey"], ("act", "next"), ("f.amount", "-5 <script>alert(1)</script>'; DROP TABLE billing_payments;--"));
        Assert.Equal(HttpStatusCode.OK, wrong.Status);
        Assert.Contains("href=\"/j/pay?for=other", wrong.Html.Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("#f-amount", wrong.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", wrong.Html, StringComparison.Ordinal);
        Assert.StartsWith("-5 <script>alert(1)", wrong["journey"].Fields["f.amount"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await li.SendAsync(wrong["journey"], ("act", "next"), ("f.amount", "５０"))).Status);
    }

    [Fact]
    public async Task A_form_without_its_token_is_turned_away_and_so_is_a_flood()
    {
        using var li = hall.Visit();
        await li.SignInAsync(Li);
        var form = await li.GetAsync("/j/pay?for=other&method=bank");
        Assert.Equal(HttpStatusCode.BadRequest, (await li.PostAsync("/j/pay", ("_handler", "journey"), ("act", "next"), ("f.amount", "5"))).Status);
        var flood = await li.SendAsync(form["journey"], ("act", "next"), ("f.amount", new string('9', 10 * 1024 * 1024)));
        Assert.True((int)flood.Status is 400 or 413, flood.Status.ToString());
    }

    [Fact]
    public async Task Somebody_elses_conversation_account_or_bill_is_not_there()
    {
        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        var bill = System.Text.RegularExpressions.Regex.Match((await zhang.GetAsync("/j/pay")).Html, "name=\"f\\.for\" value=\"([^\"o][^\"]+)\"").Groups[1].Value;
        Assert.NotEmpty(bill);
        var open = await zhang.SendAsync((await zhang.GetAsync("/j/pay?for=other&method=bank"))["journey"], ("act", "next"), ("f.amount", "7"));

        using var alice = hall.Visit();
        await alice.SignInAsync(Alice);
        Assert.True((await alice.GetAsync(open.Location!)).Says("这次办理已过期"));
        var other = await alice.GetAsync("/j/pay?account=2500100001&method=bank&for=" + bill);
        Assert.False(other.Says("2500100001"));
        Assert.False(other.Says("167.95"));
        Assert.True((await alice.GetAsync("/j/bill?account=2500100001&bill=" + bill)).Status is HttpStatusCode.OK);
        Assert.False((await alice.GetAsync("/j/bill?account=2500100001&bill=" + bill)).Says("167.95"));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.GetAsync("/j/nothing")).Status);
        using var nobody = hall.Visit();
        Assert.Contains("/sign-in", (await nobody.GetAsync("/j/pay")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_answer_on_the_first_page()
    {
        using var alice = hall.Visit("en");
        await alice.SignInAsync(Alice);
        Assert.True((await alice.GetAsync("/j/balance")).Says("Available"));
        Assert.True((await alice.FollowAsync(await alice.SendAsync((await alice.GetAsync("/j/bill"))["journey"], ("act", "next"), ("f.bill", First(await alice.GetAsync("/j/bill"), "f.bill"))))).Says("Total"));
    }

    [Fact]
    public async Task Begun_on_the_phone_it_ends_on_the_web()
    {
        using var phone = new Terminal(hall, Zhang);
        await phone.DialAsync("*103#");
        await phone.SayAsync("2", "66");
        var code = System.Text.RegularExpressions.Regex.Match(await phone.SayAsync("#"), "[0-9]{4} [0-9]{4}").Value;

        using var zhang = hall.Visit();
        await zhang.SignInAsync(Zhang);
        var listed = await zhang.GetAsync("/j");
        Assert.True(listed.Says("在终端开始"));
        var taken = await zhang.FollowAsync(await zhang.SendAsync(listed["resume"], ("Code", code)));
        var summary = await zhang.FollowAsync(await zhang.SendAsync(taken["journey"], ("act", "next"), ("f.method", "bank")));
        Assert.True(summary.Says("66.00 元"));
        Assert.StartsWith(hall.Bank.ToString(), (await zhang.SendAsync(summary["journey"], ("act", "confirm"))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begun_on_the_web_it_ends_on_the_phone()
    {
        using var li = hall.Visit();
        await li.SignInAsync(Li);
        await li.SendAsync((await li.GetAsync("/j/pay?for=other&method=bank"))["journey"], ("act", "next"), ("f.amount", "77"));

        using var phone = new Terminal(hall, Li);
        Assert.StartsWith("接着办：交费充值", (await phone.DialAsync("*100#")).Split('\n')[2][2..], StringComparison.Ordinal);
        Assert.Contains("77.00 元", await phone.SayAsync("1"), StringComparison.Ordinal);
        Assert.Contains(hall.Bank.ToString(), await phone.SayAsync("1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_answers_give_the_same_confirmation_in_every_channel()
    {
        using var phone = new Terminal(hall, Alice, language: "en");
        await phone.DialAsync("*103#");
        await phone.SayAsync("33", "2", "1");
        using var alice = hall.Visit("en");
        await alice.SignInAsync(Alice);
        var summary = await alice.GetAsync("/j/pay?for=other&amount=33&method=bank");
        await alice.SendAsync(summary["journey"], ("act", "confirm"));

        var kept = await hall.InScopeAsync(async s =>
        {
            var users = (Wangting.Identity.FindLineUserHandler)s.GetService(typeof(Wangting.Identity.FindLineUserHandler))!;
            var caller = await users.HandleAsync(new(Alice, Channel.Terminal), TestContext.Current.CancellationToken);
            return await ((ListConfirmationsHandler)s.GetService(typeof(ListConfirmationsHandler))!).HandleAsync(0, caller, TestContext.Current.CancellationToken);
        });
        var both = kept.Where(k => k.Charge == new Money(3300)).ToArray();
        Assert.Equal([Channel.Web, Channel.Terminal], both.Select(k => k.Channel));
        Assert.Equal(both[0].Lines, both[1].Lines);
    }

    static string First(Page page, string field) => System.Text.RegularExpressions.Regex.Match(page.Html, $"name=\"{System.Text.RegularExpressions.Regex.Escape(field)}\" value=\"([^\"]+)\"").Groups[1].Value;
}

/// <summary>In a hall of its own: its clock moves, and the bank's does not.</summary>
public sealed class A_proof_that_has_aged(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Wang = "15300008826";

    [Fact]
    public async Task A_contact_wants_a_fresh_proof_and_comes_back_to_its_question()
    {
        using var wang = hall.Visit();
        await wang.SignInAsync(Wang);
        hall.Clock.Advance(TimeSpan.FromMinutes(20));
        var asked = await wang.SendAsync((await wang.GetAsync("/j/settings"))["journey"], ("act", "next"), ("f.what", "email"));
        Assert.Contains("/sign-in/prove", asked.Location, StringComparison.Ordinal);

        var back = await wang.ProveAsync(asked, Wang);

        Assert.True(back.Says("新的电子邮箱"));
        var summary = await wang.FollowAsync(await wang.SendAsync(back["journey"], ("act", "next"), ("f.email", "wang@example.org")));
        Assert.True(summary.Says("wang@example.org"));
        Assert.True((await wang.FollowAsync(await wang.SendAsync(summary["journey"], ("act", "confirm")))).Says("已改好"));
    }
}
