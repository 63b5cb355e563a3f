using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.BrowserTests;

/// <summary>axe finds nothing on any page, however it is read.</summary>
public sealed class AccessibilityTests(BrowserHall hall)
{
    static readonly string[] Public = ["/sign-in", "/sign-in/password", "/sign-in/no-number", "/sign-in/passkey", "/sign-in/qr", "/staff/sign-in", "/demo/messages", "/tariffs", "/help", "/offline", "/demo/look", "/problem/404"];
    static readonly string[] Own =
        ["/", "/bills", "/bills/next", "/plans", "/plans?show=less", "/usage", "/me", "/me/history", "/me/tiles", "/me/security", "/me/security/passkey", "/me/numbers", "/me/confirmed", "/sign-in/prove", "/search", "/search?q=10", "/search?q=zzzz", "/j", "/j/pay", "/j/balance", "/j/bill", "/j/settings", "/j/refund", "/j/dispute", "/auto-pay", "/j/voucher", "/j/autopay", "/bills/none"];
    static readonly string[] Rooms = ["/staff", "/staff/customers", "/staff/payments", "/staff/disputes", "/staff/adjustments", "/staff/vouchers", "/staff/usage", "/staff/catalogue", "/staff/catalogue/plan-59", "/staff/catalogue/plan-59?ask=Withdraw&number=1", "/staff/journeys", "/staff/people", "/staff/roles", "/staff/audit", "/staff/audit?act=none", "/staff/messages", "/staff/denied"];

    [Theory]
    [InlineData("zh-CN.light.normal", 390)]
    [InlineData("zh-CN.dark.normal", 1280)]
    [InlineData("en.light.elder", 390)]
    [InlineData("en.dark.elder", 1280)]
    public async Task No_page_has_a_violation(string look, int width)
    {
        var found = new List<string>();
        var page = await hall.OpenAsync(look, width);
        foreach (var path in Public) await TryAsync(page, path, found);
        await page.Context.CloseAsync();

        page = await hall.OpenAsAsync("19900000007", look, width);
        foreach (var path in Own) await TryAsync(page, path, found);
        await page.GotoAsync("/bills");
        await TryAsync(page, await page.Locator("a[href^='/bills/']").First.GetAttributeAsync("href") ?? "", found);
        await page.GotoAsync("/usage");
        await TryAsync(page, await page.Locator("a[href*='/records']").First.GetAttributeAsync("href") ?? "", found);
        await page.Context.CloseAsync();

        page = await hall.OpenAsAsync("18100000090", look, width); // billed by runs of our own
        foreach (var path in (string[])["/plans", "/plans?show=less", "/bills/next", "/j/advance", "/j/transfer", "/j/takeback"]) await TryAsync(page, path, found);
        await page.GotoAsync("/bills");
        var bill = await page.Locator("ul.rows a[href^='/bills/']").First.GetAttributeAsync("href") ?? "";
        await TryAsync(page, bill, found);
        await TryAsync(page, bill + "/why", found);
        await page.Context.CloseAsync();

        page = await hall.OpenAsAsync("18900000066", look, width);
        await TryAsync(page, "/", found); // a brand's own dress
        await page.Context.CloseAsync();

        page = await hall.OpenAsAsync("18000000010", look, width);
        foreach (var path in new[] { "/", "/organisation", "/bills" }) await TryAsync(page, path, found);
        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>The pages that only a way through others leads to.</summary>
    [Theory]
    [InlineData("zh-CN.light.normal", 390)]
    [InlineData("en.dark.elder", 1280)]
    public async Task No_page_on_the_way_has_a_violation(string look, int width)
    {
        var found = new List<string>();
        // The code page, with and without a wrong code. No code is read: the number is nobody's.
        var page = await hall.OpenAsync(look, width);
        await page.GotoAsync("/sign-in");
        await page.Locator("input[autocomplete='username']").FillAsync(width == 390 ? "19912345671" : "19912345672");
        await page.Locator("form:has(input[autocomplete='username']) button[type=submit]").ClickAsync();
        await page.Locator("input[autocomplete='one-time-code']").WaitForAsync();
        await LookAsync(page, found);
        await page.Locator("input[autocomplete='one-time-code']").FillAsync("000000");
        await page.Locator("form:has(input[autocomplete='one-time-code']) button[type=submit]").First.ClickAsync();
        await page.Locator(".errors, .error").First.WaitForAsync();
        await LookAsync(page, found);

        // A picture to scan, and the phone that scanned it, before and after its answer.
        await TryAsync(page, "/sign-in/qr", found);
        var scanned = (await hall.InScopeAsync(s => s.GetRequiredService<OfferQrSignInHandler>().HandleAsync(new("Firefox"), Caller.Nobody(Channel.Web), default))).Value.Id;
        await page.Context.CloseAsync();
        page = await hall.OpenAsAsync("19900000007", look, width);
        await TryAsync(page, "/sign-in/qr/" + scanned, found);
        await page.Locator("button[value=no]").ClickAsync();
        await page.Locator("main .btn[href='/']").WaitForAsync();
        await LookAsync(page, found);
        await TryAsync(page, "/sign-in/qr/" + scanned, found);
        await page.Context.CloseAsync();

        // A password set, and a payment made: every step, what it came to, and what one confirmed.
        page = await hall.OpenAsAsync("18900000066", look, width);
        await page.GotoAsync("/me/security");
        await TryAsync(page, await page.Locator("a[href^='/me/security/password/']").First.GetAttributeAsync("href") ?? "", found);
        await page.GotoAsync("/j/pay");
        for (var steps = 0; steps < 6 && await page.Locator("button[value=confirm]").CountAsync() == 0; steps++)
        {
            await LookAsync(page, found);
            foreach (var question in await page.Locator("main fieldset:has(input[type=radio])").AllAsync()) await question.Locator("input[type=radio]").Last.CheckAsync();
            if (await page.Locator("main .amount-in input, main input.amount-in").CountAsync() > 0) await page.Locator("main .amount-in input, main input.amount-in").FillAsync("10");
            await page.Locator("button[value=next]").ClickAsync();
            await page.WaitForLoadStateAsync();
        }
        await LookAsync(page, found);
        await page.Locator("button[value=confirm]").ClickAsync();
        await page.Locator("button[value=approve]").ClickAsync(); // the bank's own page
        await page.WaitForURLAsync(url => url.StartsWith(hall.Address, StringComparison.Ordinal));
        await LookAsync(page, found);
        await TryAsync(page, "/", found);
        await TryAsync(page, "/me/confirmed", found);
        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("zh-CN.light.normal")]
    [InlineData("en.dark.normal")]
    public async Task No_room_of_the_staff_has_a_violation(string look)
    {
        var found = new List<string>();
        var page = await hall.OpenAsync(look, 1280);
        var name = "walker." + look[..2];
        await hall.EnrolAsync(page, name, () => LookAsync(page, found));
        foreach (var room in Rooms) await TryAsync(page, room, found);
        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>What only a state or another program leads to: the desk, frames in other desks, apps, refunds, imported customers.</summary>
    [Theory]
    [InlineData("zh-CN.light.normal", 390)]
    [InlineData("en.dark.normal", 1440)]
    public async Task No_rare_page_has_a_violation(string look, int width)
    {
        var found = new List<string>();
        await new RarePages(hall).WalkAsync(look, width, (page, _) => LookAsync(page, found));
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task The_check_itself_can_fail()
    {
        var page = await hall.OpenAsync();
        await page.GotoAsync("/help");
        await page.EvaluateAsync("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/mark.svg\"><input>')");
        Assert.NotEmpty((await page.RunAxe()).Violations);
        await page.Context.CloseAsync();
    }

    static async Task TryAsync(IPage page, string path, List<string> found)
    {
        await page.GotoAsync(path);
        await LookAsync(page, found);
    }

    internal static async Task LookAsync(IPage page, List<string> found)
    {
        await page.WaitForLoadStateAsync();
        var path = new Uri(page.Url).PathAndQuery;
        var where = $"{path} ({await page.EvaluateAsync<string>("document.documentElement.lang + ' ' + document.documentElement.dataset.mode + ' ' + document.documentElement.dataset.size")})";
        foreach (var violation in (await page.RunAxe()).Violations)
            found.Add($"{where}: {violation.Id} {violation.Help}: {violation.Nodes[0].Html} {string.Join(' ', violation.Nodes[0].Any.Select(a => a.Message))}");
        // A key without a text shows itself in brackets.
        foreach (Match key in Regex.Matches(await page.Locator("body").InnerTextAsync(), @"\[[a-z]+\.[\w.\-]+\]")) found.Add($"{where}: no text for {key.Value}");
        if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth")) found.Add($"{where}: wider than the window");
    }
}
