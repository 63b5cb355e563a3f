using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Wangting.BrowserTests;

/// <summary>axe finds nothing on any page, however it is read.</summary>
public sealed class AccessibilityTests(BrowserHall hall)
{
    static readonly string[] Public = ["/sign-in", "/sign-in/password", "/sign-in/no-number", "/sign-in/passkey", "/sign-in/qr", "/staff/sign-in", "/demo/messages", "/tariffs", "/help", "/offline", "/demo/look", "/problem/404"];
    static readonly string[] Own =
        ["/", "/bills", "/usage", "/me", "/me/history", "/me/tiles", "/me/security", "/me/security/passkey", "/me/numbers", "/me/confirmed", "/sign-in/prove", "/search", "/search?q=10", "/search?q=zzzz", "/j", "/j/pay", "/j/balance", "/j/bill", "/j/settings", "/j/refund", "/bills/none"];

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

        page = await hall.OpenAsAsync("18900000066", look, width);
        await TryAsync(page, "/", found); // a brand's own dress
        await page.Context.CloseAsync();

        page = await hall.OpenAsAsync("18000000010", look, width);
        foreach (var path in new[] { "/", "/organisation", "/bills" }) await TryAsync(page, path, found);
        await page.Context.CloseAsync();
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
        var where = $"{path} ({await page.EvaluateAsync<string>("document.documentElement.lang + ' ' + document.documentElement.dataset.mode + ' ' + document.documentElement.dataset.size")})";
        foreach (var violation in (await page.RunAxe()).Violations)
            found.Add($"{where}: {violation.Id} {violation.Help}: {violation.Nodes[0].Html} {string.Join(' ', violation.Nodes[0].Any.Select(a => a.Message))}");
        // A key without a text shows itself in brackets.
        foreach (Match key in Regex.Matches(await page.Locator("body").InnerTextAsync(), @"\[[a-z]+\.[\w.\-]+\]")) found.Add($"{where}: no text for {key.Value}");
        if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth")) found.Add($"{where}: wider than the window");
    }
}
