using System.Net;
using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.SignIn;

public sealed class SigningInByCodeTests(RunningHall hall) : IClassFixture<RunningHall>
{
    [Fact]
    public async Task A_number_and_its_code_open_the_hall_and_lead_back()
    {
        using var visitor = hall.Visit();
        var turned = await visitor.GetAsync("/me/security");
        Assert.Equal(HttpStatusCode.Found, turned.Status);
        Assert.Contains("/sign-in?return=%2Fme%2Fsecurity", turned.Location);

        var entered = await visitor.SignInAsync("13300000001", "/me/security");

        Assert.EndsWith("/me/security", entered.Location);
        Assert.True((await visitor.FollowAsync(entered)).Says("登录着的设备"));
    }

    [Fact]
    public async Task The_way_back_may_be_in_Chinese()
    {
        using var visitor = hall.Visit();
        var entered = await visitor.SignInAsync("13300000001", "/search?q=流量#main");

        Assert.EndsWith("/search?q=%E6%B5%81%E9%87%8F#main", entered.Location);
    }

    [Fact]
    public async Task Nobodys_number_is_answered_like_somebodys()
    {
        using var one = hall.Visit();
        using var other = hall.Visit();
        var known = await one.AskForCodeAsync("18900000066");
        var unknown = await other.AskForCodeAsync("18900000067");

        Assert.Equal(known.Status, unknown.Status);
        Assert.Equal(known.Words.Replace("189 **** 0066", "N", StringComparison.Ordinal), unknown.Words.Replace("189 **** 0067", "N", StringComparison.Ordinal));
        Assert.Single(await hall.MessagesAsync("+8618900000066"));
        Assert.Empty(await hall.MessagesAsync("+8618900000067"));

        var wrongKnown = await one.SendAsync(known["code"], ("Code", "000000"));
        var wrongUnknown = await other.SendAsync(unknown["code"], ("Code", "000000"));
        Assert.Equal(wrongKnown.Words.Replace("189 **** 0066", "N", StringComparison.Ordinal), wrongUnknown.Words.Replace("189 **** 0067", "N", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_worth_nothing()
    {
        using var visitor = hall.Visit();
        var page = await visitor.AskForCodeAsync("18000000010");
        var right = await visitor.LastCodeAsync("18000000010");
        var wrong = right == "111111" ? "222222" : "111111";
        for (var i = 4; i >= 1; i--)
        {
            page = await visitor.SendAsync(page["code"], ("Code", wrong));
            Assert.True(page.Says($"还能试 {i} 次"), page.Words);
        }
        page = await visitor.SendAsync(page["code"], ("Code", wrong));
        Assert.True(page.Says("已作废"), page.Words);

        page = await visitor.SendAsync(page["code"], ("Code", right));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(page.Says("已作废"), page.Words);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        using var visitor = hall.Visit();
        var page = await visitor.AskForCodeAsync("19900000007");
        var code = await visitor.LastCodeAsync("19900000007");
        await visitor.SendAsync(page["code"], ("Code", code));

        // The same browser sends the same form again, as after "back".
        using var thief = hall.Visit();
        foreach (Cookie cookie in visitor.Cookies.GetCookies(hall.Address)) if (cookie.Name != "hall") thief.Cookies.Add(hall.Address, cookie);
        Assert.Equal(HttpStatusCode.Found, (await thief.GetAsync("/me/security")).Status);
        var again = await thief.SendAsync(page["code"], ("Code", code));
        Assert.DoesNotContain(again.Answer.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith("hall=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_code_of_one_browser_does_not_open_another()
    {
        using var owner = hall.Visit();
        using var thief = hall.Visit();
        await owner.AskForCodeAsync("15300008826");
        var code = await owner.LastCodeAsync("15300008826");
        var page = await thief.AskForCodeAsync("18900000099");

        var answer = await thief.SendAsync(page["code"], ("Code", code));

        Assert.True(answer.Says("验证码不对"), answer.Words);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("１２３")]
    public async Task What_is_no_number_is_said_to_be_none_and_kept_in_the_field(string typed)
    {
        using var visitor = hall.Visit();
        var first = await visitor.GetAsync("/sign-in");

        var answer = await visitor.SendAsync(first["number"], ("To", typed));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Says("这不像一个手机号") || answer.Says("宽带账号收不到短信"), answer.Words);
        Assert.DoesNotContain("<script>alert", answer.Html, StringComparison.Ordinal);
        Assert.Equal(typed, answer["number"].Fields["To"]);
    }

    [Fact]
    public async Task The_page_speaks_the_browsers_language()
    {
        using var visitor = hall.Visit("en");
        var page = await visitor.AskForCodeAsync("19900000007");
        Assert.Contains("Enter the code", page.Words, StringComparison.Ordinal);
        Assert.Contains(await hall.MessagesAsync("+8619900000007"), m => m.Body.Contains("is your sign-in code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_elses_site_is_no_place_to_go_back_to()
    {
        using var visitor = hall.Visit();
        var entered = await visitor.SignInAsync("13300000001", "//evil.example/");
        Assert.DoesNotContain("evil", entered.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var visitor = hall.Visit();
        await visitor.GetAsync("/sign-in");
        var answer = await visitor.PostAsync("/sign-in", ("_handler", "number"), ("To", "13300000001"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }
}
