using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Wangting.Billing;
using Wangting.Identity;
using Wangting.Import;
using Wangting.Kernel;

namespace Wangting.BrowserTests;

/// <summary>What a certain person, a certain state or another program has to be there for.</summary>
sealed class RarePages(BrowserHall hall)
{
    const string Number = "13300008801", Left = "0001-ROOMS-left";

    /// <param name="see">Looks at a page, which is known by a name.</param>
    public async Task WalkAsync(string look, int width, Func<IPage, string, Task> see)
    {
        await ImportAsync();
        await HoldAPaymentAsync();
        await PersonAsync(look, width, see);
        await AppAsync(look, width, see);
        await StaffAsync(look, width, see);
        await FrameAsync(look, width, see);
    }

    /// <summary>A customer as the IBM file has them, who can sign in; with another account that only money is left in.</summary>
    async Task ImportAsync()
    {
        var folder = Directory.CreateTempSubdirectory("wangting-rare-").FullName;
        async Task<string> WriteAsync(string name, string content)
        {
            var path = Path.Combine(folder, name);
            await File.WriteAllTextAsync(path, content);
            return path;
        }
        async Task TakeAsync(string kind, string map, string file) =>
            Assert.DoesNotContain((await hall.InScopeAsync(s => s.GetRequiredService<RunImportHandler>().HandleAsync(new(kind, file, map), Caller.System, null, default))).Value.Totals.Kinds.Values, k => k.Refused > 0);

        await TakeAsync("customers", Path.Combine(Repository, "docs", "import", "ibm-telco-churn.map.json"), await WriteAsync("ibm.csv", """
            customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,Contract,PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges,Churn
            0001-ROOMS,Female,1,Yes,No,34,Yes,Yes,Fiber optic,Yes,No,Yes,No,Yes,No,One year,Yes,Mailed check,56.95,1889.5,No

            """));
        await TakeAsync("lines", await WriteAsync("more.json", """
            { "source": "ibm-telco-churn", "records": [
              { "kind": "lines", "id": "{id}-mobile", "fields": { "account": "{id}", "kind": "mobile", "number": "{number}" } },
              { "kind": "accounts", "id": "{id}-left", "fields": { "customer": "{id}", "mode": "prepaid" } } ] }
            """), await WriteAsync("more.csv", $"id,number\n0001-ROOMS,{Number}\n"));
        Directory.Delete(folder, recursive: true);
    }

    async Task<Guid> PayAsync(string account, long minor, long took)
    {
        var key = Guid.CreateVersion7().ToString("N");
        return await hall.InScopeAsync(async s =>
        {
            var intent = (await s.GetRequiredService<StartPaymentHandler>().HandleAsync(new(account, new Money(minor), null, key, "bank"), Caller.System, default)).Value;
            Assert.True((await s.GetRequiredService<RequestPaymentPageHandler>().HandleAsync(new(intent.Id), Caller.System, default)).Succeeded);
            if (minor == took) using (var bank = new HttpClient { BaseAddress = hall.Bank }) (await bank.PostAsync(new Uri($"control/payments/{intent.Id:N}/approve", UriKind.Relative), null)).EnsureSuccessStatusCode();
            var told = new GatewayPayment("P-" + key[..8], GatewayState.Approved, new Money(took), "CNY", HandOver.Page, "bank");
            return (await s.GetRequiredService<SettlePaymentHandler>().HandleAsync(new(intent.Id, s.GetRequiredService<IEnumerable<IPaymentGateway>>().Single(g => g.IsOpen).Name, told), Caller.System, default)).Value.Id;
        });
    }

    // The bank says that it took another amount than was asked for.
    Task HoldAPaymentAsync() => PayAsync(Left, 3000, 300);

    async Task PersonAsync(string look, int width, Func<IPage, string, Task> see)
    {
        await PayAsync(Left, 5000, 5000);
        var page = await hall.OpenAsAsync(Number, look, width);
        foreach (var (path, name) in new[] { ("/", "imported-home"), ("/me", "imported-me"), ("/bills", "imported-bills"), ("/usage", "imported-usage") }) await SeeAsync(path, name);
        await page.GotoAsync("/me/security");
        await SeeAsync(await page.Locator("a[href^='/me/security/pin/']").First.GetAttributeAsync("href") ?? "", "voice-pin");
        await page.Locator("[name=Pin]").FillAsync("111111");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator(".errors, .error").First.WaitForAsync();
        await see(page, "voice-pin-refused");

        await SeeAsync("/j/refund?account=" + Left, "refund-check");
        await page.Locator("button[value=confirm]").ClickAsync();
        await page.Locator("button[value=confirm]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await see(page, "refund-done");
        await SeeAsync("/", "refund-under-way");
        await SeeAsync("/j/refund", "refund-none-left");
        await page.Context.CloseAsync();

        async Task SeeAsync(string path, string name)
        {
            await page.GotoAsync(path);
            await see(page, name);
        }
    }

    /// <summary>Another firm's app asks who somebody is; what it was told stands under security; it signs them out.</summary>
    async Task AppAsync(string look, int width, Func<IPage, string, Task> see)
    {
        await using var app = await OtherSystem.OpenAsync();
        var client = (await hall.InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(
            new("家庭账本", ClientKind.Web, ["openid", "profile", "phone"], [app.Origin + "/back"], [app.Origin + "/bye"]), Caller.System, default))).Value;
        var page = await hall.OpenAsAsync(Number, look, width);
        var query = new Dictionary<string, string>
        {
            ["client_id"] = client.ClientId, ["response_type"] = "code", ["redirect_uri"] = app.Origin + "/back", ["scope"] = "openid profile phone", ["state"] = "s", ["nonce"] = "n",
            ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", ["code_challenge_method"] = "S256",
        };
        await page.GotoAsync("/connect/authorize?" + string.Join('&', query.Select(q => q.Key + "=" + Uri.EscapeDataString(q.Value))));
        await see(page, "consent");
        await page.Locator("button[name=Yes][value=true]").ClickAsync();
        await page.WaitForURLAsync(url => url.StartsWith(app.Origin, StringComparison.Ordinal));
        await page.GotoAsync("/me/security");
        await see(page, "security-apps");
        await page.GotoAsync("/connect/endsession?client_id=" + client.ClientId);
        await see(page, "app-sign-out");
        await page.GotoAsync("/connect/authorize?client_id=nobody&response_type=code&redirect_uri=" + Uri.EscapeDataString(app.Origin));
        await see(page, "app-problem");
        await page.Context.CloseAsync();
    }

    async Task StaffAsync(string look, int width, Func<IPage, string, Task> see)
    {
        var page = await hall.OpenAsync(look, width);
        await hall.EnrolAsync(page, "rare." + Guid.CreateVersion7().ToString("N")[20..], () => Task.CompletedTask);
        await page.GotoAsync("/staff/customers");
        await see(page, "desk-find");
        await page.Locator("main [name=Asked]").FillAsync("13399999999");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator(".errors, .error").First.WaitForAsync();
        await see(page, "desk-found-none");
        await page.OpenCustomerAsync("13300000001", name => see(page, "desk-" + name));
        var customer = page.Url;
        await page.Locator("details summary").First.ClickAsync();
        await see(page, "desk-reveal");
        foreach (var (part, name) in new[] { ("#bills a.link", "desk-bill"), ("#lines a.link", "desk-usage") })
        {
            await page.GotoAsync(customer);
            await page.Locator(part).First.ClickAsync();
            await page.Locator(".crumb").WaitForAsync();
            await see(page, name);
        }
        await page.OpenCustomerAsync("江苏云帆物流有限公司", name => see(page, "desk-company-" + name));
        await page.OpenCustomerAsync("0001-ROOMS", name => see(page, "desk-imported-" + name));
        foreach (var (path, name) in new[] { ("/staff", "staff-home"), ("/staff/audit", "staff-audit"), ("/staff/audit?act=none", "staff-audit-none"), ("/staff/payments", "staff-payments"), ("/staff/people", "staff-people") })
        {
            await page.GotoAsync(path);
            await see(page, name);
        }
        await page.Context.CloseAsync();
    }

    async Task FrameAsync(string look, int width, Func<IPage, string, Task> see)
    {
        await using var desk = await OtherDesk.OpenAsync(hall);
        var page = await hall.OpenAsync(look, width);
        foreach (var part in new[] { "account", "bill", "usage" })
        {
            var fields = await desk.AskAsync(part, "C00000001", look);
            await desk.ShowAsync(page, fields);
            await see(page, "frame-" + part);
            if (part != "account") continue;
            await desk.ShowAsync(page, fields);
            await see(page, "frame-refused");
        }
        await page.Context.CloseAsync();
    }

    static string Repository
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "Wangting.slnx"))) return at.FullName;
            throw new InvalidOperationException("not in the repository");
        }
    }
}
