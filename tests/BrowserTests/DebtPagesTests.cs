using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.BrowserTests;

/// <summary>What debt and disputes put on pages: axe finds nothing, on a phone of an elder and on a desk's dark screen.</summary>
public sealed class DebtPagesTests(BrowserHall hall)
{
    const string Li = "18900000066";
    static readonly string? Pictures = Environment.GetEnvironmentVariable("SCREENSHOTS");

    [Theory]
    [InlineData("zh-CN.light.normal", 390)]
    [InlineData("en.dark.elder", 1280)]
    public async Task From_a_stopped_line_over_a_dispute_to_its_answer(string look, int width)
    {
        var found = new List<string>();
        await RestrictAsync();
        var page = await hall.OpenAsAsync(Li, look, width);
        await SeeAsync(page, "/", "home");
        await page.GotoAsync("/bills");
        var bill = await page.Locator("a[href^='/bills/']").First.GetAttributeAsync("href") ?? "";
        await SeeAsync(page, bill, "bill");
        var dispute = page.Locator("a[href^='/j/dispute']").First;
        await dispute.ClickAsync();
        await page.Locator("[name='f.evidence']").WaitForAsync();
        await SeeAsync(page, null, "form");
        await page.Locator(".choice").First.ClickAsync();
        await page.Locator("[name='f.evidence']").FillAsync("出差在外，没有用过");
        await page.Locator("button[value=next]").ClickAsync();
        await page.Locator("button[value=confirm]").WaitForAsync();
        await SeeAsync(page, null, "summary");
        await page.Locator("button[value=confirm]").ClickAsync();
        await page.Locator("button[value=confirm]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await SeeAsync(page, null, "answer");
        await SeeAsync(page, bill, "bill-disputed");
        await page.Context.CloseAsync();

        page = await hall.OpenAsync(look, width);
        await hall.EnrolAsync(page, "debt." + Guid.CreateVersion7().ToString("N")[20..], () => Task.CompletedTask);
        await SeeAsync(page, "/staff/disputes", "staff-disputes");
        await page.OpenCustomerAsync(Li, _ => Task.CompletedTask);
        await SeeAsync(page, new Uri(page.Url).AbsolutePath + "/adjust", "staff-adjust");
        await page.Locator("[name=Amount]").FillAsync("800");
        await page.Locator("[name=Reason]").FillAsync("基站故障的补偿");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator(".note").First.WaitForAsync();
        await SeeAsync(page, "/staff/adjustments", "staff-adjustments");
        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task SeeAsync(IPage at, string? path, string name)
        {
            if (path is not null) await at.GotoAsync(path);
            await AccessibilityTests.LookAsync(at, found);
            if (Pictures is not null) await at.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"debt-{name}-{width}.png"), FullPage = true });
        }
    }

    Task<int> RestrictAsync() => hall.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<PortalDbContext>();
        var line = await s.GetRequiredService<ListLines>().HandleAsync(Right.SeeBill, Caller.System, default);
        await DebtRestrictions.PutAsync(db, line.First(l => l.Identifier?.Value.EndsWith(Li, StringComparison.Ordinal) == true).AccountId, [RestrictionScope.Outgoing, RestrictionScope.Data], DateTime.UnixEpoch.AddYears(56).AddDays(320), default);
        return await db.SaveChangesAsync();
    });
}
