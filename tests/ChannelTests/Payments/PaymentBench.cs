using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.SandboxGateway;
using Wangting.Storage;
using Wangting.Storage.Demo;
using Wangting.Subscriptions;
using Wangting.Tests;

namespace Wangting.ChannelTests.Payments;

/// <summary>The real host on a port of its own with the demo's customers, the real sandbox gateway beside it, and somebody
/// outside who sends whatever they like to the notification door.</summary>
public sealed class PaymentBench : IAsyncDisposable
{
    public const string Secret = "a secret of the bench's";
    readonly string folder = Directory.CreateTempSubdirectory("wangting-bench-").FullName;
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    readonly int gatewayPort = FreePort();
    TestDatabase? database;
    WebApplication? gateway, hall;
    string account = "";
    int keys;

    public static async Task<PaymentBench> OpenAsync()
    {
        var bench = new PaymentBench { database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite) };
        var key = Path.Combine(bench.folder, "master-key");
        MasterKeyFile.Make(key);
        var address = $"http://127.0.0.1:{FreePort()}";
        bench.hall = Hall.Build([], new Dictionary<string, string?>(bench.database.Settings)
        {
            ["Urls"] = address,
            ["Keys:MasterKeyFile"] = key,
            ["Payments:PublicAddress"] = address,
            ["Payments:ReconcileSeconds"] = "3600", // not what is tried here
            ["Payments:Sandbox:Address"] = $"http://127.0.0.1:{bench.gatewayPort}",
            ["Payments:Sandbox:Secret"] = Secret,
            ["Logging:LogLevel:Default"] = "Error",
        });
        await bench.hall.Services.SeedDemoAsync(CancellationToken.None);
        await bench.hall.StartAsync();
        await bench.OpenGatewayAsync();
        bench.account = (await bench.AskAsync((ListLines lines) => lines.HandleAsync(Right.Pay, Caller.System, CancellationToken.None)))[0].AccountNumber;
        return bench;
    }

    public async Task OpenGatewayAsync()
    {
        gateway = SandboxGatewayApp.Build(new GatewayOptions
        {
            Address = new Uri($"http://127.0.0.1:{gatewayPort}"), Journal = Path.Combine(folder, "bank.jsonl"),
            Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["wangting"] = Secret },
        });
        await gateway.StartAsync();
    }

    public async Task CloseGatewayAsync() => await gateway!.DisposeAsync();

    public async Task<TAnswer> AskAsync<TOperation, TAnswer>(Func<TOperation, Task<TAnswer>> ask) where TOperation : notnull
    {
        await using var scope = hall!.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TOperation>());
    }

    public async Task<Guid> StartAsync(long minor) =>
        (await AskAsync((StartPaymentHandler start) => start.HandleAsync(new StartPayment(account, new Money(minor), null, $"bench-key-{++keys}"), Caller.System, CancellationToken.None))).Value.Id;

    public Task<Outcome<PaymentPage>> PageAsync(Guid payment) =>
        AskAsync((RequestPaymentPageHandler page) => page.HandleAsync(new RequestPaymentPage(payment), Caller.System, CancellationToken.None));

    public async Task<PaymentView> ViewAsync(Guid payment) =>
        (await AskAsync((ViewPayment view) => view.HandleAsync(payment, Caller.System, CancellationToken.None))).Value;

    public async Task<bool> BooksAgreeAsync() => (await AskAsync((VerifyLedger verify) => verify.HandleAsync(Caller.System, CancellationToken.None))).Value.Wrong is null;

    public async Task ApproveAsync(Guid payment)
    {
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{gatewayPort}/control/payments/{payment:N}/approve"), null);
        answer.EnsureSuccessStatusCode();
    }

    public async Task BehaveAsync(object behaviour)
    {
        using var answer = await http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{gatewayPort}/control/behaviour"), behaviour);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<PaymentState> EndAsync(Guid payment)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
            if ((await ViewAsync(payment)).State is var state and not (PaymentState.Started or PaymentState.Pending)) return state;
        return (await ViewAsync(payment)).State;
    }

    public async Task<HttpResponseMessage> GetAsync(string target) => await http.GetAsync(new Uri(hall!.Urls.First() + target));

    /// <summary>A notification as <c>docs/gateway.md</c> says, signed by this bench's own hand.</summary>
    public async Task<(HttpStatusCode Status, string Body)> NotifyAsync(object body, string secret = Secret, TimeSpan age = default, string target = "/gateway/sandbox/notify",
        string? signedTarget = null, Func<byte[], byte[]>? tamper = null)
    {
        var bytes = body as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(body);
        var timestamp = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}\nPOST\n{signedTarget ?? target}\n"), .. bytes];
        using var request = new HttpRequestMessage(HttpMethod.Post, hall!.Urls.First() + target) { Content = new ByteArrayContent(tamper?.Invoke(bytes) ?? bytes) };
        request.Headers.Add("Gateway-Merchant", "wangting");
        request.Headers.Add("Gateway-Timestamp", timestamp);
        request.Headers.Add("Gateway-Signature", "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static object Approval(Guid payment, long minor, string currency = "CNY") => new
    {
        notificationId = "N-1", kind = "payment", gatewayReference = "P-1", merchantReference = payment.ToString("N"), refundReference = (string?)null,
        amountMinor = minor, currency, state = "approved", at = "2026-11-23T07:33:41.000Z",
    };

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync(); // first, or it notifies a hall that is going
        if (hall is not null)
        {
            await hall.StopAsync();
            await hall.DisposeAsync();
        }
        http.Dispose();
        if (database is not null) await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
