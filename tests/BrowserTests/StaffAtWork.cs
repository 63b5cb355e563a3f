using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Tests;

namespace Wangting.BrowserTests;

/// <summary>A member of staff on the way in, and to a customer.</summary>
static partial class StaffAtWork
{
    /// <summary>Enrols an administrator and signs them in.</summary>
    /// <param name="seen">Called at each page of the way.</param>
    public static async Task EnrolAsync(this BrowserHall hall, IPage page, string name, Func<Task> seen)
    {
        await page.GotoAsync("/staff/sign-in");
        await page.Locator("[name=Name]").FillAsync(name);
        await page.Locator("[name=Password]").FillAsync(await AddAsync(hall, name));
        await page.Locator("main form button").ClickAsync();
        await page.Locator("[name=Code]").WaitForAsync();
        await seen();
        await page.Locator("[name=Password]").FillAsync("a sentence nobody else would say");
        await page.Locator("[name=Code]").FillAsync(CodeGenerator.Code(CodeGenerator.Secret(Secret().Match(await page.Locator("main").InnerTextAsync()).Value), TimeProvider.System.GetUtcNow()));
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator("li.num").First.WaitForAsync();
        await seen();
    }

    /// <summary>From the search to the customer on one screen.</summary>
    public static async Task OpenCustomerAsync(this IPage page, string asked, Func<string, Task> seen)
    {
        await page.GotoAsync("/staff/customers");
        await page.Locator("main [name=Asked]").FillAsync(asked);
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator("[name=Reason]").First.WaitForAsync();
        await seen("reason");
        await page.Locator("[name=Reason]").First.CheckAsync();
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator(".desk").WaitForAsync();
        await seen("glance");
    }

    static async Task<string> AddAsync(BrowserHall hall, string name) => await hall.InScopeAsync(async s =>
    {
        await s.GetRequiredService<MakeStartingRoles>().HandleAsync(default);
        return (await s.GetRequiredService<AddStaffHandler>().HandleAsync(new(name, name, [MakeStartingRoles.Administrator]), Caller.System, default)).Value.OneTimePassword;
    });

    [GeneratedRegex("(?:[A-Z2-7]{4} ?){8}")] private static partial Regex Secret();
}
