using Microsoft.Playwright;

namespace Wangting.BrowserTests;

/// <summary>A real browser with an authenticator of Chromium's own making (CDP domain WebAuthn).</summary>
public sealed class PasskeyTests(BrowserHall hall)
{
    [Fact]
    public async Task A_passkey_made_after_signing_in_opens_the_hall_by_itself()
    {
        var page = await hall.OpenAsync();
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await hall.SignInAsync(page, "18900000066");
        await page.BringToFrontAsync(); // the browser makes a passkey for the page in view alone
        await page.GotoAsync("/me/security/passkey");
        await page.GetByLabel("名称").FillAsync("我的手机");
        await page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await page.WaitForURLAsync("**/me/security#passkeys");
        await Assertions.Expect(page.Locator("#passkeys")).ToContainTextAsync("我的手机");

        await page.GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in");
        await page.GotoAsync("/sign-in/passkey?return=/me/security");
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥" }).ClickAsync();

        await page.WaitForURLAsync("**/me/security");
        await Assertions.Expect(page.Locator("#passkeys")).ToContainTextAsync("上次使用");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_script_the_page_says_so_and_shows_no_dead_button()
    {
        var page = await hall.OpenAsync(script: false);
        await page.GotoAsync("/sign-in/passkey");
        await Assertions.Expect(page.GetByText("这个浏览器用不了通行密钥")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥" })).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }
}
