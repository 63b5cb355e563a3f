using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Wangting.SandboxGateway;

namespace Wangting.ChannelTests.Gateway;

/// <summary>A gateway on a free port, a merchant who calls it, and the merchant's own door for notifications. The merchant
/// signs with an implementation of its own, made from <c>docs/gateway.md</c> alone.</summary>
public sealed class GatewayBench : IAsyncDisposable
{
    const string Secret = "出门在外 secret";
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    readonly string? journal;
    WebApplication? gateway, shop;
    Uri? address;

    GatewayBench(string? journal) => this.journal = journal;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));

    /// <summary>What came to the merchant's door, in order; only what was rightly signed is <c>Genuine</c>.</summary>
    public ConcurrentQueue<(bool Genuine, JsonNode Body)> Received { get; } = new();

    /// <summary>What the merchant's door answers.</summary>
    public Func<int, (int Status, string Body)> Answer { get; set; } = _ => (200, "ok");

    public string NotifyUrl => shop!.Urls.First() + "/gateway/notify?from=sandbox";

    public static async Task<GatewayBench> StartAsync(string? journal = null)
    {
        var bench = new GatewayBench(journal);
        await bench.OpenShopAsync();
        await bench.StartGatewayAsync();
        return bench;
    }

    public async Task StartGatewayAsync()
    {
        gateway = SandboxGatewayApp.Build(new GatewayOptions
        {
            Address = new Uri("http://127.0.0.1:0"),
            Secrets = new Dictionary<string, string> { ["hall"] = Secret },
            Journal = journal,
        }, Clock);
        await gateway.StartAsync();
        address = SandboxGatewayApp.AddressOf(gateway);
    }

    public async Task StopGatewayAsync()
    {
        if (gateway is null) return;
        await gateway.StopAsync();
        await gateway.DisposeAsync();
        gateway = null;
    }

    public JsonObject Order(string reference = "0192f0c1", long amount = 12900) => new()
    {
        ["merchantReference"] = reference,
        ["amountMinor"] = amount,
        ["currency"] = "CNY",
        ["subject"] = "10 月账单",
        ["returnUrl"] = "http://localhost:5180/back?keep=1",
        ["notifyUrl"] = NotifyUrl,
    };

    public Task<(int Status, JsonNode Body)> OrderAsync(JsonObject order) => SendAsync("POST", "/v1/payments", order.ToJsonString());

    public async Task<string> StateAsync(string reference = "0192f0c1") =>
        (string)(await SendAsync("GET", "/v1/payments/by-reference/" + reference)).Body["state"]!;

    public async Task<(int Status, JsonNode Body)> SendAsync(string method, string path, string body = "", string merchant = "hall", string secret = Secret,
        int secondsOff = 0, string? sentPath = null, string? sentBody = null)
    {
        var timestamp = (Clock.GetUtcNow().ToUnixTimeSeconds() + secondsOff).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address!, sentPath ?? path));
        if (method == "POST") request.Content = new StringContent(sentBody ?? body, Encoding.UTF8, "application/json");
        request.Headers.Add("Gateway-Merchant", merchant);
        request.Headers.Add("Gateway-Timestamp", timestamp);
        request.Headers.Add("Gateway-Signature", Sign(secret, $"{timestamp}\n{method}\n{path}\n{body}"));
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    public async Task<(HttpStatusCode Status, string Body, Uri? Location)> BrowseAsync(string url, string? form = null, string language = "zh-CN")
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, new Uri(address!, url));
        if (form is not null) request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.Add("Accept-Language", language);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location);
    }

    public async Task<(int Status, JsonNode Body)> ControlAsync(string path, object? body = null)
    {
        using var answer = body is null ? await http.GetAsync(new Uri(address!, path)) : await http.PostAsJsonAsync(new Uri(address!, path), body);
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>Lets the gateway's clock run until something holds; real time passes only as long as the machine needs.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 1000 && !holds(); i++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5);
        }
        Assert.True(holds());
    }

    async Task OpenShopAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        shop = builder.Build();
        shop.MapPost("/gateway/notify", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            var signed = $"{http.Request.Headers["Gateway-Timestamp"]}\nPOST\n/gateway/notify?from=sandbox\n{body}";
            Received.Enqueue((http.Request.Headers["Gateway-Merchant"] == "hall" && http.Request.Headers["Gateway-Signature"] == Sign(Secret, signed), JsonNode.Parse(body)!));
            var (status, text) = Answer(Received.Count);
            http.Response.StatusCode = status;
            await http.Response.WriteAsync(text);
        });
        await shop.StartAsync();
    }

    static string Sign(string secret, string signed) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));

    public async ValueTask DisposeAsync()
    {
        await StopGatewayAsync();
        if (shop is not null) await shop.DisposeAsync();
        http.Dispose();
    }
}
