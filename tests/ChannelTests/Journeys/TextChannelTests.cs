using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Channels.Plain;
using Wangting.ChannelTests.Web;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Journeys;

public sealed partial class Dialling_the_hall(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Zhang = "13300000001", Alice = "19900000007", Chen = "18000000010", Li = "18900000066";

    [Fact]
    public async Task The_channel_is_closed_to_whoever_does_not_know_its_secret()
    {
        using var guess = new Terminal(hall, Zhang, secret: "0123456789abcdef0123456789abcdef");
        Assert.Equal(HttpStatusCode.Unauthorized, (await guess.SendAsync("*100#")).StatusCode);
        using var none = new Terminal(hall, Zhang, secret: "");
        Assert.Equal(HttpStatusCode.Unauthorized, (await none.SendAsync("*100#")).StatusCode);
    }

    [Fact]
    public async Task A_number_that_is_not_here_is_told_so_and_so_is_a_line_too_long()
    {
        using var stranger = new Terminal(hall, "13999999999");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync("*100#")).StatusCode);
        using var zhang = new Terminal(hall, Zhang);
        Assert.Equal(HttpStatusCode.BadRequest, (await zhang.SendAsync(new string('9', 10_000))).StatusCode);
    }

    [Theory]
    [InlineData("balance", "*101#"), InlineData("bill", "*102#", "1"), InlineData("pay", "*103#", "2", "50", "1", "1"), InlineData("settings", "*104#", "1", "2", "1"), InlineData("refund", "*105#", Code, "1"), InlineData("voucher", "*106#", Code, "1"), InlineData("autopay", "*107#", "1"), InlineData("advance", "*108#", "1", "1"), InlineData("transfer", "*109#", Code, Zhang, "1.5", "1"), InlineData("takeback", "*110#", "1"), InlineData("dispute", "*111#", Code, "1", "1", "2", "我没有订过这个", "1")]
    public async Task Every_journey_comes_to_its_end(string name, string dialled, params string[] answers)
    {
        var number = Zhang;
        if (name == "refund")
        {
            number = Chen; // still has a number to dial from; her branch's account has none
            await hall.PayInAsync(Chen, "2500200002", 50_000);
            await hall.EndLinesAsync("2500200002");
        }
        if (name == "advance")
        {
            number = Li; // prepaid, and not as dry as the rules at rest ask for
            hall.Services.GetRequiredService<IOptions<AdvanceOptions>>().Value.Below = 1_000_000;
        }
        if (name == "transfer") number = Li;
        if (name == "takeback")
        {
            number = Li;
            await hall.SendBalanceAsync(Li, "2500100002", "+86" + Zhang, 150);
        }
        using var phone = new Terminal(hall, number);
        await phone.DialAsync(dialled);
        foreach (var answer in answers) await phone.SayAsync(answer != Code ? answer : name == "voucher" ? await hall.SellVoucherAsync("dialled") : await SentCodeAsync(number));
        Assert.DoesNotContain("[", phone.Text, StringComparison.Ordinal); // a key without words
        var end = name switch { "balance" => "可用余额", "bill" => "合计", "pay" => "等待付款 50.00 元", "refund" => "正在退回", "voucher" => "已充入 50.00 元", "autopay" => "等您在支付平台确认", "advance" => "已借到 5.00 元", "transfer" => "已转出 1.50 元", "takeback" => "1.50 元 已撤回", "dispute" => "异议已收到", _ => "已改好" };
        Assert.Contains(end, phone.Text, StringComparison.Ordinal);
        if (name == "advance") await hall.PayInAsync(Li, "2500100002", 5_000); // paid back: who owes it can send nothing
        if (name == "transfer") await hall.TakeAllBackAsync(Li); // or the journey that takes back has to ask which
    }

    [Fact]
    public async Task No_journey_is_left_out_of_the_walks()
    {
        var walked = typeof(Dialling_the_hall).GetMethod(nameof(Every_journey_comes_to_its_end))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(d => (string)d.Data[0]!);
        var offered = await hall.InScopeAsync(s => Task.FromResult(((JourneyBook)s.GetService(typeof(JourneyBook))!).All.Where(j => !j.IsMenu && j.IsOfferedIn(Channel.Terminal)).Select(j => j.Name).ToArray()));
        Assert.Equal(offered.Order(), walked.Order());
    }

    [Fact]
    public async Task Whoever_holds_the_phone_sees_its_line_and_no_other_of_its_owner()
    {
        using var zhang = new Terminal(hall, Zhang);
        Assert.StartsWith("133 0000 0001", await zhang.DialAsync("*101#"), StringComparison.Ordinal); // not asked which: there is one
        using var browser = hall.Visit();
        await browser.SignInAsync(Zhang);
        Assert.True((await browser.GetAsync("/j/balance")).Says("153 0000 8826"));
    }

    [Fact]
    public async Task Pages_of_a_phone_hold_what_a_phone_holds_and_lead_on()
    {
        using var zhang = new Terminal(hall, Zhang, ussd: true);
        await zhang.DialAsync("*103#");
        await zhang.SayAsync("2", "88.5", "1");
        var said = "";
        for (var i = 0; ; i++)
        {
            Assert.True(PageLimits.Ussd.Holds(zhang.Text), zhang.Text);
            Assert.Equal(i, zhang.Last.Page);
            said += zhang.Text;
            if (zhang.Last.Page == zhang.Last.Pages - 1) break;
            await zhang.SayAsync("00");
        }
        Assert.Contains("确认，去付 88.50 元", said, StringComparison.Ordinal);
        Assert.Contains("88.50 元", await zhang.SayAsync("1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_keywords_goes_to_the_summary_and_cancelling_does_nothing()
    {
        using var alice = new Terminal(hall, Alice, language: "en");
        await alice.DialAsync("*100#");
        Assert.Contains("¥30.00", await alice.SayAsync("CZ 30", "1"), StringComparison.Ordinal);
        Assert.StartsWith("Your online hall", await alice.SayAsync("TD"), StringComparison.Ordinal);
        Assert.Contains("Nothing was done", alice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changing_where_one_is_reached_asks_for_a_code_from_the_phone_first()
    {
        using var alice = new Terminal(hall, Alice, language: "en");
        await alice.DialAsync("*104#");
        Assert.Contains("Enter the 6-digit code", await alice.SayAsync("3"), StringComparison.Ordinal);
        Assert.DoesNotContain("New e-mail", await alice.SayAsync("000000"), StringComparison.Ordinal);
        var code = await SentCodeAsync(Alice);
        Assert.Contains("New e-mail", await alice.SayAsync(code), StringComparison.Ordinal);
        Assert.Contains("not complete", await alice.SayAsync("nonsense"), StringComparison.Ordinal);
        Assert.Contains("alice@example.org", await alice.SayAsync("alice@example.org"), StringComparison.Ordinal);
        Assert.StartsWith("Changed", await alice.SayAsync("1"), StringComparison.Ordinal);
    }

    /// <summary>Stands in a walk for the code that was sent.</summary>
    const string Code = "(code)";

    async Task<string> SentCodeAsync(string number) => (await hall.MessagesAsync("+86" + number)).Select(m => Six().Match(m.Body)).First(m => m.Success).Value;

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])")] private static partial Regex Six();
}
