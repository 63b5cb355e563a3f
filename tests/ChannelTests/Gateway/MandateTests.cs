using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Gateway;

public sealed class Charging_again_at_the_sandbox_gateway : IDisposable
{
    readonly string file = Path.Combine(Path.GetTempPath(), $"gateway-{Guid.CreateVersion7():N}.jsonl");

    public void Dispose() => File.Delete(file);

    static string Wish(string reference = "m1") => new JsonObject { ["mandateReference"] = reference, ["subject"] = "自动缴费", ["returnUrl"] = "http://localhost:5180/back" }.ToJsonString();

    [Fact]
    public async Task Needs_the_payers_yes_and_no_page_after_it()
    {
        await using var bench = await GatewayBench.StartAsync(file);
        var (status, asked) = await bench.SendAsync("POST", "/v1/mandates", Wish());
        Assert.Equal((201, "pending"), (status, (string?)asked["state"]));
        Assert.Equal(200, (await bench.SendAsync("POST", "/v1/mandates", Wish())).Status);
        Assert.Equal((422, "mandate.not_agreed"), await ChargeAsync(bench, "early"));

        var page = new Uri((string)asked["agreeUrl"]!).PathAndQuery;
        Assert.Contains("同意自动扣款", (await bench.BrowseAsync(page)).Body, StringComparison.Ordinal);
        Assert.Equal("http://localhost:5180/back", (await bench.BrowseAsync(page, "decision=agree&method=Bank")).Location!.ToString());
        Assert.Equal("bank", (string?)(await bench.SendAsync("GET", "/v1/mandates/by-reference/m1")).Body["method"]);
        Assert.Equal((201, "approved"), await ChargeAsync(bench, "p1"));
        await bench.UntilAsync(() => bench.Received.Any(r => r.Genuine && (string?)r.Body["state"] == "approved"));
        await bench.ControlAsync("/control/behaviour", new { charges = "decline" });
        Assert.Equal((201, "declined"), await ChargeAsync(bench, "p2"));

        await bench.StopGatewayAsync();
        await bench.StartGatewayAsync();
        Assert.Equal("ended", (string?)(await bench.SendAsync("POST", "/v1/mandates/by-reference/m1/end")).Body["state"]);
        Assert.Equal((422, "mandate.not_agreed"), await ChargeAsync(bench, "p3"));
        Assert.Equal((200, "approved"), await ChargeAsync(bench, "p1")); // what was charged stays so
        Assert.Equal(404, (await bench.SendAsync("GET", "/v1/mandates/by-reference/none")).Status);
    }

    static async Task<(int, string?)> ChargeAsync(GatewayBench bench, string reference)
    {
        var order = bench.Order(reference);
        order["mandate"] = "m1";
        var (status, body) = await bench.OrderAsync(order);
        return (status, (string?)(body["state"] ?? body["error"]));
    }
}
