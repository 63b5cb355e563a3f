using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wangting.BrowserTests;

/// <summary>The main job of the hall, on a phone, without script.</summary>
public sealed partial class PayingABillTests(BrowserHall hall)
{
    [Theory]
    [InlineData("zh-CN.light.normal", "13300000001", "已付清", "付好了")]
    [InlineData("en.light.normal", "18000000010", "paid", "Paid")]
    public async Task One_signs_in_reads_the_bill_pays_it_and_sees_it_paid_without_script(string look, string number, string paid, string done)
    {
        var page = await hall.OpenAsync(look, script: false);
        await hall.SignInAsync(page, number);
        await page.GotoAsync("/");
        await page.Locator(".due a").First.ClickAsync();
        await page.GoBackAsync();
        await page.Locator(".acts a[href^='/bills/']").First.ClickAsync();
        var bill = new Uri(page.Url).AbsolutePath;
        await page.Locator("a.btn.main[href^='/j/pay']").ClickAsync();
        await page.Locator(".choice input").First.CheckAsync();
        await page.Locator("button[value=next]").ClickAsync();
        await page.Locator("button[value=confirm]").ClickAsync();

        await page.WaitForURLAsync(new Regex("/pay/")); // the bank's own page, on its own port
        await page.Locator("button[value=approve]").ClickAsync();
        await page.WaitForURLAsync(Returned());
        for (var n = 0; n < 40 && !await page.GetByRole(AriaRole.Heading, new() { Name = done, Exact = true }).IsVisibleAsync(); n++)
        {
            await Task.Delay(500);
            await page.ReloadAsync();
        }
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = done, Exact = true })).ToBeVisibleAsync();
        await page.GotoAsync(bill);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(paid);
        await Expect(page.Locator("a.btn.main[href^='/j/pay']")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [GeneratedRegex("/payments/|/j/pay")]
    private static partial Regex Returned();
}
