using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Wangting.BrowserTests;
using Wangting.Commands;
using Wangting.SandboxGateway;
using Wangting.Storage;
using Wangting.Storage.Demo;

[assembly: AssemblyFixture(typeof(BrowserHall))]

namespace Wangting.BrowserTests;

/// <summary>The demo on a real port with a real browser before it: one for all tests, each with people of its own where it
/// changes something.</summary>
public sealed class BrowserHall : IAsyncLifetime
{
    const string Chromium = "/usr/bin/chromium";

    readonly string folder = Path.Combine(Path.GetTempPath(), "wangting-browser-" + Guid.CreateVersion7().ToString("N"));
    WebApplication? app, bank;
    IPlaywright? playwright;
    IBrowser? browser;

    public string Address { get; private set; } = "";

    /// <summary>The bank behind it.</summary>
    public Uri Bank => SandboxGatewayApp.AddressOf(bank!);

    public static bool HasBrowser => File.Exists(Chromium);

    public async ValueTask InitializeAsync()
    {
        if (!HasBrowser) return;
        Directory.CreateDirectory(folder);
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        bank = SandboxGatewayApp.Build(new GatewayOptions
        {
            Address = new Uri("http://127.0.0.1:0"),
            Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["wangting"] = secret },
        });
        await bank.StartAsync();
        Address = $"http://localhost:{FreePort()}";
        app = Hall.Build([], DemoSettings.For(folder, Address, SandboxGatewayApp.AddressOf(bank), secret));
        await app.Services.PrepareAsync(migratePostgres: false, default);
        await app.Services.SeedDemoAsync(default);
        await app.StartAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A reader of this hall: a fresh browser context.</summary>
    /// <param name="look">Language, mode and size as the look's cookie keeps them.</param>
    public async Task<IPage> OpenAsync(string look = "zh-CN.light.normal", int width = 390, int height = 844, bool script = true, float scale = 1)
    {
        Assert.SkipUnless(HasBrowser, "needs chromium at /usr/bin/chromium (dev/setup)");
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            JavaScriptEnabled = script,
            DeviceScaleFactor = scale,
            BaseURL = Address,
            Locale = look.Split('.')[0],
            TimezoneId = "Asia/Shanghai",
        });
        await context.AddCookiesAsync([new() { Name = "look", Value = look, Url = Address }]);
        context.SetDefaultTimeout(60_000); // a busy machine is not a broken page
        return await context.NewPageAsync();
    }

    readonly SemaphoreSlim door = new(1);
    readonly Dictionary<string, IReadOnlyList<BrowserContextCookiesResult>> known = new(StringComparer.Ordinal);

    /// <summary>A reader already signed in: by code the first time, by the same session's cookie after that, because a
    /// number is sent only so many codes.</summary>
    public async Task<IPage> OpenAsAsync(string number, string look = "zh-CN.light.normal", int width = 390, int height = 844, bool script = true)
    {
        await door.WaitAsync();
        try
        {
            if (!known.TryGetValue(number, out var cookies))
            {
                var first = await OpenAsync();
                await EnterAsync(first, number);
                known[number] = cookies = await first.Context.CookiesAsync();
                await first.Context.CloseAsync();
            }
            var page = await OpenAsync(look, width, height, script);
            await page.Context.AddCookiesAsync(cookies.Where(c => c.Name != "look").Select(c => new Microsoft.Playwright.Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly, SameSite = c.SameSite }));
            return page;
        }
        finally
        {
            door.Release();
        }
    }

    /// <summary>Signs in with a code, read from the demo's messages as its owner would read it from the phone.</summary>
    public async Task SignInAsync(IPage page, string number)
    {
        await door.WaitAsync(); // one at a time: a second code for a number ends the first
        try
        {
            await EnterAsync(page, number);
        }
        finally
        {
            door.Release();
        }
    }

    async Task EnterAsync(IPage page, string number)
    {
        var phone = await OpenAsync();
        await page.GotoAsync("/sign-in");
        var before = await LastCodeAsync(phone, number);
        await page.Locator("input[autocomplete='username']").FillAsync(number);
        await page.Locator("form:has(input[autocomplete='username']) button[type=submit]").ClickAsync();
        await page.Locator("input[autocomplete='one-time-code']").WaitForAsync();
        string? code = null;
        for (var n = 0; n < 120 && (code is null || code == before); n++)
        {
            if (n > 0) await Task.Delay(250);
            code = await LastCodeAsync(phone, number);
        }
        await page.Locator("input[autocomplete='one-time-code']").FillAsync(code!);
        await page.Locator("form:has(input[autocomplete='one-time-code']) button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await phone.Context.CloseAsync();
    }

    /// <summary>Does what no page offers to the reader at hand.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app!.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    static async Task<string?> LastCodeAsync(IPage phone, string number)
    {
        await phone.GotoAsync("/demo/messages");
        var text = await phone.Locator("main").InnerTextAsync();
        // Newest first; the number stands masked or whole, its end always.
        var at = text.IndexOf(number[^4..], StringComparison.Ordinal);
        if (at < 0) return null;
        var match = System.Text.RegularExpressions.Regex.Match(text[at..], @"(?<!\d)\d{6}(?!\d)");
        return match.Success ? match.Value : null;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        if (bank is not null) await bank.DisposeAsync();
        door.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
