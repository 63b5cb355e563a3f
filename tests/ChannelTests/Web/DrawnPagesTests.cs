using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Journeys;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Web;

/// <summary>A page that is sent as it was drawn before has a length; one that is being drawn has none yet.</summary>
public sealed partial class A_page_that_was_drawn_before(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Zhang = "13300000001", Li = "18900000066", Alice = "19900000007", Wang = "15300008826";

    [Fact]
    public async Task Is_sent_again_word_for_word_with_a_form_token_of_its_own()
    {
        using var zhang = await EnterAsync(Zhang);
        var drawn = await zhang.GetAsync("/");
        var again = await zhang.GetAsync("/");
        Assert.False(IsDrawnBefore(drawn));
        Assert.True(IsDrawnBefore(again));
        Assert.Equal(WithoutTokens(drawn), WithoutTokens(again));
        Assert.Equal(2, Tokens(again).Length);
        Assert.NotEqual(Tokens(drawn)[0], Tokens(again)[0]);
        Assert.Equal(Headers(drawn), Headers(again));
        Assert.Contains("no-store", again.Answer.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_forms_that_are_taken_in_every_tab_and_from_nobody_else()
    {
        using var zhang = await EnterAsync(Zhang);
        using var li = await EnterAsync(Li);
        var tab = await zhang.GetAsync("/");
        var other = await zhang.GetAsync("/");
        var newest = await zhang.GetAsync("/");
        Assert.True(IsDrawnBefore(other) && IsDrawnBefore(newest));

        foreach (var page in new[] { tab, newest, other })
            Assert.Equal(HttpStatusCode.Found, (await zhang.SendAsync(page["/look"], ("set", "nothing:new"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await li.SendAsync(newest["/look"], ("set", "nothing:new"))).Status);
    }

    [Fact]
    public async Task Is_pressed_for_a_browser_that_asks_for_it()
    {
        using var zhang = await EnterAsync(Zhang);
        var plain = await KeptAsync(zhang);
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = zhang.Cookies }) { BaseAddress = hall.Address };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        using var answer = await http.GetAsync(hall.Address, TestContext.Current.CancellationToken);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        await using var pressed = new GZipStream(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var text = new StreamReader(pressed);
        Assert.Equal(WithoutTokens(plain), Token().Replace(await text.ReadToEndAsync(TestContext.Current.CancellationToken), ""));
    }

    [Fact]
    public async Task Is_not_sent_to_a_browser_of_the_same_person_that_reads_otherwise()
    {
        using var phone = await EnterAsync(Wang);
        using var desk = await EnterAsync(Wang, "en");
        var chinese = await KeptAsync(phone);

        var english = await KeptAsync(desk);

        Assert.Contains("<html lang=\"en\"", english.Html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\"", chinese.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await desk.SendAsync(english["/look"], ("set", "nothing:new"))).Status);
        Assert.Equal(WithoutTokens(chinese), WithoutTokens(await phone.GetAsync("/")));
    }

    [Fact]
    public async Task Follows_every_switch_at_once_and_comes_back_with_it()
    {
        using var li = await EnterAsync(Li);
        await KeptAsync(li);
        foreach (var (set, shows) in new[] { ("size:elder", "data-size=\"elder\""), ("mode:dark", "data-mode=\"dark\""), ("language:en", "lang=\"en\" data-mode=\"dark\" data-size=\"elder\"") })
        {
            await li.SendAsync((await li.GetAsync("/"))["/look"], ("set", set));
            Assert.Contains(shows, (await li.GetAsync("/")).Html, StringComparison.Ordinal);
            Assert.Contains(shows, (await KeptAsync(li)).Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Knows_its_own_address()
    {
        using var zhang = await EnterAsync(Zhang);
        await KeptAsync(zhang);

        var asked = await zhang.GetAsync("/?from=mail");

        Assert.False(IsDrawnBefore(asked));
        Assert.Equal("/?from=mail", asked["/look"].Fields["back"]);
        Assert.True(IsDrawnBefore(await zhang.GetAsync("/?from=mail")));
        Assert.Equal(HttpStatusCode.NotFound, (await zhang.GetAsync("/?at=l" + new string('0', 32))).Status);
        Assert.Equal("/", (await zhang.GetAsync("/"))["/look"].Fields["back"]);
    }

    [Fact]
    public async Task Is_gone_with_the_session()
    {
        using var phone = await EnterAsync(Wang);
        using var desk = await EnterAsync(Wang);
        await KeptAsync(phone);
        await KeptAsync(desk);

        // Other tests of this hall signed her in too: every session but the phone's ends.
        foreach (var end in (await phone.GetAsync("/me/security")).Forms.Where(f => f.Action?.EndsWith("/end", StringComparison.Ordinal) == true)) await phone.SendAsync(end, ("go", "1"));

        Assert.Equal(HttpStatusCode.Found, (await desk.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/")).Status);
        var cookies = phone.Cookies.GetCookieHeader(hall.Address);
        await phone.SendAsync((await phone.GetAsync("/me/security"))["/sign-out"], ("go", "1"));
        using var thief = hall.Visit();
        foreach (var cookie in cookies.Split("; ")) thief.Cookies.SetCookies(hall.Address, cookie);
        Assert.Contains("/sign-in", (await thief.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_a_payment_that_was_made_since()
    {
        using var li = await EnterAsync(Li);
        var before = await KeptAsync(li);

        await hall.PayInAsync("+86" + Li, "2500100002", 12_34);

        var after = await li.GetAsync("/");
        Assert.NotEqual(Money().Match(before.Html).Value, Money().Match(after.Html).Value);
    }

    [Fact]
    public async Task Shows_no_account_that_was_taken_back()
    {
        using var zhang = await EnterAsync(Zhang);
        using var alice = await EnterAsync(Alice);
        var own = Chip().Count((await KeptAsync(alice)).Html);
        var until = hall.Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var give = (await zhang.GetAsync("/me/numbers"))["give"];
        give = give with { Body = Unticked().Replace(give.Body, "") };
        var page = await zhang.FollowAsync(await zhang.SendAsync(give, ("Account", "2500100001"), ("Number", Alice), ("SeeBill", "true"), ("Until", until), ("Agreed", "true")));
        Assert.True(Chip().Count((await KeptAsync(alice)).Html) > own);

        await zhang.SendAsync(page["/withdraw"], ("go", "1"));

        Assert.Equal(own, Chip().Count((await alice.GetAsync("/")).Html));
    }

    async Task<Visitor> EnterAsync(string number, string language = "zh-CN")
    {
        var visitor = hall.Visit(language);
        await visitor.SignInAsync(number);
        // Done twice a second by itself; without it nothing kept is believed.
        await hall.Services.GetRequiredService<ChangeWatch>().LookAsync(TestContext.Current.CancellationToken);
        return visitor;
    }

    static async Task<Page> KeptAsync(Visitor visitor)
    {
        await visitor.GetAsync("/");
        var page = await visitor.GetAsync("/");
        Assert.True(IsDrawnBefore(page), page.Words);
        return page;
    }

    static bool IsDrawnBefore(Page page) => page.Status == HttpStatusCode.OK && page.Answer.Headers.TransferEncodingChunked != true;
    static string[] Tokens(Page page) => [.. Token().Matches(page.Html).Select(m => m.Groups[1].Value)];
    static string WithoutTokens(Page page) => Token().Replace(page.Html, "");
    // Those of the way it is sent aside, and one for a script framework that no page loads.
    static string[] Headers(Page page) => [.. page.Answer.Headers.Concat(page.Answer.Content.Headers).Select(h => h.Key).Where(k => k is not ("Transfer-Encoding" or "Content-Length" or "Set-Cookie" or "blazor-enhanced-nav")).Order()];

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")] private static partial Regex Token();
    [GeneratedRegex("class=\"chip num\"")] private static partial Regex Chip();
    [GeneratedRegex("<div class=\"money\">.*?</div>", RegexOptions.Singleline)] private static partial Regex Money();
    // A browser does not send boxes that are not ticked.
    [GeneratedRegex("<input type=\"checkbox\"[^>]*>")] private static partial Regex Unticked();
}
