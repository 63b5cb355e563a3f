using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Wangting.BrowserTests;

/// <summary>Light, still, and there without a network.</summary>
public sealed class HomePageTests(BrowserHall hall)
{
    const int MostBytes = 60 * 1024;

    [Fact]
    public async Task The_first_load_of_home_weighs_at_most_60_KB_compressed()
    {
        var page = await hall.OpenAsAsync("13300000001");
        var bytes = 0L;
        var files = new List<string>();
        var network = await page.Context.NewCDPSessionAsync(page);
        network.Event("Network.responseReceived").OnEvent += (_, e) => { if (e is { } got) lock (files) files.Add(got.GetProperty("response").GetProperty("url").GetString()!); };
        network.Event("Network.loadingFinished").OnEvent += (_, e) => { if (e is { } got) Interlocked.Add(ref bytes, (long)got.GetProperty("encodedDataLength").GetDouble()); };
        await network.SendAsync("Network.enable");
        await page.GotoAsync("/");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        TestContext.Current.SendDiagnosticMessage("home: {0} bytes over the wire, {1}", Interlocked.Read(ref bytes), string.Join(' ', files.Select(f => new Uri(f).AbsolutePath)));
        Assert.InRange(Interlocked.Read(ref bytes), 2_000, MostBytes);
        Assert.DoesNotContain(files, f => f.Contains("_framework", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Nothing_shifts_while_home_loads(int width)
    {
        var page = await hall.OpenAsAsync("13300000001", width: width);
        // As slowly as at the edge of a village, so that every piece is seen alone.
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.setBypassServiceWorker", new Dictionary<string, object> { ["bypass"] = true });
        await network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 150, ["downloadThroughput"] = 20_000, ["uploadThroughput"] = 20_000 });
        await page.AddInitScriptAsync("""
            window.shifts = [];
            const box = r => [r.x, r.y, r.width, r.height].join(' ');
            new PerformanceObserver(l => {
                for (const e of l.getEntries().filter(e => e.value > 0.0001)) // less is less than anybody sees
                    for (const s of e.sources) window.shifts.push(`${e.value}: ${s.node?.nodeName} ${s.node?.className ?? ''} ${(s.node?.textContent ?? '').trim().slice(0, 40)}, ${box(s.previousRect)} → ${box(s.currentRect)}`);
            }).observe({ type: 'layout-shift', buffered: true })
            """);
        await page.GotoAsync("/");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(await page.EvaluateAsync<string[]>("window.shifts"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Home_can_be_used_before_and_without_any_script()
    {
        var page = await hall.OpenAsAsync("13300000001", script: false);
        await page.GotoAsync("/me/tiles");
        await page.Locator("button[value='up:bills']").ClickAsync();
        await page.Locator("button[value='up:bills']").ClickAsync();
        await page.GotoAsync("/");
        await Expect(page.Locator(".tile").First).ToHaveAttributeAsync("href", "/bills");
        await page.Locator("button[value='size:elder']").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-size", "elder");
        await Expect(page.Locator(".human a")).ToBeVisibleAsync(); // human help on top
        await page.Locator("button[value='language:en']").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_last_bill_can_be_read_offline_and_other_pages_say_why_not()
    {
        var page = await hall.OpenAsAsync("13300000001");
        await page.GotoAsync("/bills");
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await page.ReloadAsync(); // now below the worker
        await page.Locator("a[href^='/bills/']").First.ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var title = await page.Locator("h1").InnerTextAsync();
        var bill = page.Url;
        await page.WaitForFunctionAsync("async () => (await caches.has('bill-1')) && (await (await caches.open('bill-1')).keys()).length === 1");

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync(bill);
        await Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await page.GotoAsync("/me");
        await Expect(page.Locator("main")).ToContainTextAsync("现在没有网络");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task It_can_be_installed()
    {
        var page = await hall.OpenAsync();
        var answer = await page.APIRequest.GetAsync("/manifest.webmanifest");
        var manifest = (await answer.JsonAsync())!.Value;
        Assert.Equal("网厅 · 江苏", manifest.GetProperty("name").GetString());
        Assert.Equal("standalone", manifest.GetProperty("display").GetString());
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
        {
            var file = await page.APIRequest.GetAsync(icon.GetProperty("src").GetString()!);
            Assert.Equal("image/png", file.Headers["content-type"]);
            Assert.NotEmpty(await file.BodyAsync());
        }
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_bill_comes_as_a_PDF_whose_text_can_be_copied()
    {
        var page = await hall.OpenAsAsync("13300000001");
        await page.GotoAsync("/bills");
        var number = (await page.Locator("a[href^='/bills/']").First.GetAttributeAsync("href"))!["/bills/".Length..];
        var answer = await page.Context.APIRequest.GetAsync($"/bills/{number}.pdf");
        if (answer.Status == 503) Assert.Skip("needs fonts-noto-cjk (dev/setup)");
        Assert.Equal("application/pdf", answer.Headers["content-type"]);
        var file = Path.Combine(Path.GetTempPath(), $"bill-{number}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.pdf");
        await File.WriteAllBytesAsync(file, await answer.BodyAsync());
        try
        {
            Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "needs poppler-utils (dev/setup)");
            using var reader = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/pdftotext", [file, "-"]) { RedirectStandardOutput = true })!;
            var text = await reader.StandardOutput.ReadToEndAsync();
            Assert.Contains(number, text, StringComparison.Ordinal);
            Assert.Contains("账单", text, StringComparison.Ordinal);
            Assert.Contains("59 元畅用", text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Equal(404, (await page.Context.APIRequest.GetAsync("/bills/20261000100003.pdf")).Status); // another customer's
        await page.Context.CloseAsync();
    }
}
