using Microsoft.Playwright;

namespace Wangting.BrowserTests;

/// <summary>A piece of the hall in a frame of a page at another origin, as a browser lets it be.</summary>
public sealed class EmbeddingTests(BrowserHall hall)
{
    const string Customer = "C00000007", Number = "19900000007";

    [Fact]
    public async Task Account_bill_and_usage_stand_in_the_desks_frame_without_a_cookie_or_an_address()
    {
        var own = await hall.OpenAsAsync(Number);
        await own.GotoAsync("/bills");
        await own.Locator("main a[href^='/bills/']").First.ClickAsync();
        await own.Locator("#charges").WaitForAsync();
        // The owner alone may say that a charge is not right: in the desk's frame nothing stands beside it.
        await own.Locator("#charges td > a").EvaluateAllAsync<object?>("links => links.forEach(l => l.remove())");
        var (finding, charges) = (await own.Locator("h1").InnerTextAsync(), await own.Locator("#charges").InnerTextAsync());
        await own.Context.CloseAsync();

        await using var desk = await OtherDesk.OpenAsync(hall);
        var page = await hall.OpenAsync(width: 1280);
        await page.Context.ClearCookiesAsync();
        var bill = await desk.ShowAsync(page, await desk.AskAsync("bill", Customer));
        Assert.Equal((finding, charges), (await bill.Locator("h1").InnerTextAsync(), await bill.Locator("#charges").InnerTextAsync()));
        // On by the frame's own form: to the bill before, at the same address.
        await bill.Locator("button[name=at]").ClickAsync();
        await bill.Locator("h1", new() { HasNotText = finding }).WaitForAsync();
        Assert.Equal(desk.Action, page.Frames.Single(f => f != page.MainFrame).Url);

        var usage = await desk.ShowAsync(page, await desk.AskAsync("usage", Customer));
        Assert.Contains("199 **** 0007", await usage.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        var account = await desk.ShowAsync(page, await desk.AskAsync("account", Customer, "en.light.normal"));
        Assert.Contains("Available", await account.Locator("main").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("en", await account.Locator("html").GetAttributeAsync("lang"));
        Assert.Empty(await page.Context.CookiesAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_second_showing_and_another_viewer_get_the_reason_and_nothing_of_the_customer()
    {
        await using var desk = await OtherDesk.OpenAsync(hall);
        var page = await hall.OpenAsync(width: 1280);
        var fields = await desk.AskAsync("account", Customer);
        Assert.Equal(1, await (await desk.ShowAsync(page, fields)).Locator(".amount").CountAsync());
        await RefusedAsync(fields, "每个只能用一次");
        await RefusedAsync([.. (await desk.AskAsync("account", Customer)).Select(f => f.Name == "viewer" ? (f.Name, "agent-8") : f)], "");
        await RefusedAsync([.. (await desk.AskAsync("account", Customer)).Select(f => f.Name == "customer" ? (f.Name, "C00000001") : f)], "");
        await page.Context.CloseAsync();

        async Task RefusedAsync((string, string)[] shown, string says)
        {
            var frame = await desk.ShowAsync(page, shown);
            Assert.Contains(says, await frame.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await frame.Locator(".amount").CountAsync());
        }
    }

    [Fact]
    public async Task A_page_of_another_origin_is_shown_nothing_nor_one_around_the_desk()
    {
        await using var desk = await OtherDesk.OpenAsync(hall);
        await using var stranger = await OtherSystem.OpenAsync();
        var page = await hall.OpenAsync(width: 1280);
        // Chromium shows a page of its own where a document must not be framed, and says why.
        stranger.Post(desk.Action, await desk.AskAsync("account", Customer));
        await RefusedAsync(stranger.Origin);
        stranger.Page = $"<!DOCTYPE html><html lang=en><title>x</title><iframe src=\"{hall.Address}/sign-in\"></iframe></html>";
        await RefusedAsync(stranger.Origin);
        // Every page around counts, not the nearest alone.
        desk.Site.Post(desk.Action, await desk.AskAsync("account", Customer));
        stranger.Page = $"<!DOCTYPE html><html lang=en><title>x</title><iframe src=\"{desk.Site.Origin}\"></iframe></html>";
        await RefusedAsync(stranger.Origin);
        await page.Context.CloseAsync();

        async Task RefusedAsync(string address)
        {
            var said = page.WaitForConsoleMessageAsync(new() { Predicate = m => m.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
            await page.GotoAsync(address);
            await said;
            foreach (var frame in page.Frames) Assert.Equal(0, await frame.Locator(".amount, [name=To]").CountAsync());
        }
    }
}
