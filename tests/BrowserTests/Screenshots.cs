using Microsoft.Playwright;

namespace Wangting.BrowserTests;

/// <summary>The pictures of the README, taken by <c>dev/screenshots</c> from the demo as it is; not tests, so run only when asked for.</summary>
public sealed class Screenshots(BrowserHall hall)
{
    static readonly string Folder = Environment.GetEnvironmentVariable("SCREENSHOTS") ?? throw new InvalidOperationException("SCREENSHOTS names the folder for the pictures.");

    [Theory(Explicit = true)]
    [InlineData("phone", "zh-CN.light.normal", 390, 844)]
    [InlineData("desktop", "zh-CN.light.normal", 1280, 900)]
    [InlineData("phone-dark", "zh-CN.dark.normal", 390, 844)]
    [InlineData("desktop-dark", "zh-CN.dark.normal", 1280, 900)]
    [InlineData("phone-elder", "zh-CN.light.elder", 390, 844)]
    [InlineData("desktop-elder", "zh-CN.light.elder", 1280, 900)]
    [InlineData("phone-en", "en.light.normal", 390, 844)]
    [InlineData("desktop-en", "en.light.normal", 1280, 900)]
    public async Task Home_bill_and_pay(string name, string look, int width, int height)
    {
        var page = await hall.OpenAsAsync("13300000001", look, width, height);
        await page.GotoAsync("/");
        await TakeAsync(page, "home-" + name);
        await page.GotoAsync(await page.Locator(".acts a[href^='/bills/']").First.GetAttributeAsync("href") ?? "");
        await TakeAsync(page, "bill-" + name);
        await page.GotoAsync(await page.Locator("a.btn.main[href^='/j/pay']").First.GetAttributeAsync("href") ?? "");
        await page.Locator(".choice").First.ClickAsync();
        await page.Locator("button[value=next]").ClickAsync();
        await page.Locator("button[value=confirm]").WaitForAsync();
        await TakeAsync(page, "pay-" + name);
        await page.Context.CloseAsync();
    }

    [Theory(Explicit = true)]
    [InlineData("13300000001", "/bills")]
    [InlineData("13300000001", "/usage")]
    [InlineData("13300000001", "/me")]
    [InlineData("13300000001", "/me/tiles")]
    [InlineData("13300000001", "/search?q=10")]
    [InlineData("13300000001", "/tariffs")]
    [InlineData("13300000001", "/help")]
    [InlineData("13300000001", "/j")]
    [InlineData("18900000066", "/")]
    [InlineData("18000000010", "/")]
    [InlineData("18000000010", "/organisation")]
    [InlineData("15300008826", "/")]
    public async Task Every_page_for_a_look(string number, string path)
    {
        foreach (var (kind, width) in new[] { ("phone", 390), ("desktop", 1280) })
        {
            var page = await hall.OpenAsAsync(number, width: width);
            await page.GotoAsync(path);
            await TakeAsync(page, $"all-{kind}-{number[^2..]}{path.Replace('/', '_').Split('?')[0]}");
            await page.Context.CloseAsync();
        }
    }

    [Theory(Explicit = true)]
    [InlineData("phone-zh", "zh-CN.light.normal", 390, 844)]
    [InlineData("desktop-zh", "zh-CN.light.normal", 1440, 900)]
    [InlineData("phone-en", "en.light.normal", 390, 844)]
    [InlineData("desktop-en", "en.light.normal", 1440, 900)]
    public Task Rare_pages_for_a_look(string kind, string look, int width, int height) =>
        new RarePages(hall).WalkAsync(look, width, async (page, name) =>
        {
            await page.SetViewportSizeAsync(width, height);
            await TakeAsync(page, $"rare-{name}-{kind}");
        });

    static async Task TakeAsync(IPage page, string name)
    {
        Directory.CreateDirectory(Folder);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = name.StartsWith("rare-", StringComparison.Ordinal) });
    }
}
