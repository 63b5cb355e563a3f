using System.Net;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Gateway;

public sealed class Ordering_at_the_sandbox_gateway : IAsyncLifetime
{
    GatewayBench bench = null!;

    public async ValueTask InitializeAsync() => bench = await GatewayBench.StartAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task An_order_is_one_payment_however_often_it_comes()
    {
        var (first, payment) = await bench.OrderAsync(bench.Order());
        var (again, same) = await bench.OrderAsync(bench.Order());

        Assert.Equal((201, 200), (first, again));
        Assert.Equal(payment.ToJsonString(), same.ToJsonString());
        Assert.Equal("pending", (string?)payment["state"]);
        Assert.Single((await bench.ControlAsync("/control/movements")).Body["payments"]!.AsArray());
    }

    [Fact]
    public async Task A_reference_that_comes_back_with_another_amount_is_refused()
    {
        await bench.OrderAsync(bench.Order());

        var (status, fault) = await bench.OrderAsync(bench.Order(amount: 1));

        Assert.Equal((409, "payment.other_order"), (status, (string?)fault["error"]));
    }

    [Fact]
    public async Task Whoever_cannot_sign_is_told_nothing_else()
    {
        var body = bench.Order().ToJsonString();
        List<(int, JsonNode)> answers =
        [
            await bench.SendAsync("POST", "/v1/payments", body, secret: "guessed"),
            await bench.SendAsync("POST", "/v1/payments", body, merchant: "nobody"),
            await bench.SendAsync("POST", "/v1/payments", body, secondsOff: -301),
            await bench.SendAsync("POST", "/v1/payments", body, secondsOff: 301),
            await bench.SendAsync("POST", "/v1/payments", body, sentBody: body.Replace("12900", "1", StringComparison.Ordinal)),
            await bench.SendAsync("GET", "/v1/payments/by-reference/a", sentPath: "/v1/payments/by-reference/b"),
        ];

        Assert.All(answers, a => Assert.Equal((401, "signature.bad"), (a.Item1, (string?)a.Item2["error"])));
        Assert.Empty((await bench.ControlAsync("/control/movements")).Body["payments"]!.AsArray());
    }

    [Theory]
    [InlineData("merchantReference", "\"a b\"")]
    [InlineData("merchantReference", "\"\"")]
    [InlineData("merchantReference", "null")]
    [InlineData("amountMinor", "0")]
    [InlineData("amountMinor", "-5")]
    [InlineData("amountMinor", "1.5")]
    [InlineData("amountMinor", "\"100\"")]
    [InlineData("amountMinor", "1000000000001")]
    [InlineData("amountMinor", "99999999999999999999")]
    [InlineData("currency", "\"yuan\"")]
    [InlineData("returnUrl", "\"javascript:alert(1)\"")]
    [InlineData("notifyUrl", "\"/relative\"")]
    [InlineData("language", "\"fr\"")]
    [InlineData("method", "\"gold\"")]
    [InlineData("amountmajor", "5")]
    public async Task An_order_that_is_not_well_formed_is_refused_with_a_reason(string attribute, string value)
    {
        var order = bench.Order();
        order[attribute] = JsonNode.Parse(value);

        var (status, fault) = await bench.OrderAsync(order);

        Assert.Equal((400, "payment.malformed"), (status, (string?)fault["error"]));
        Assert.NotEmpty((string?)fault["message"] ?? "");
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused() =>
        Assert.Equal(400, (await bench.SendAsync("POST", "/v1/payments", "<xml/>")).Status);

    [Fact]
    public async Task A_question_about_an_order_that_never_came_is_answered_so() =>
        Assert.Equal((404, "payment.unknown"), await bench.SendAsync("GET", "/v1/payments/by-reference/never") is var (s, b) ? (s, (string?)b["error"]) : default);

    [Theory]
    [InlineData("approve", "approved")]
    [InlineData("decline", "declined")]
    public async Task The_payer_decides_on_the_page_and_is_sent_back(string decision, string state)
    {
        var page = (string)(await bench.OrderAsync(bench.Order())).Body["payUrl"]!;
        Assert.Contains("¥129.00", (await bench.BrowseAsync(page)).Body, StringComparison.Ordinal);

        var (status, _, location) = await bench.BrowseAsync(page, $"decision={decision}&method=Bank");

        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.Equal($"http://localhost:5180/back?keep=1&reference=0192f0c1&result={state}", location?.ToString());
        Assert.Equal(state, await bench.StateAsync());
        await bench.UntilAsync(() => !bench.Received.IsEmpty);
        var (genuine, news) = bench.Received.First();
        Assert.True(genuine);
        Assert.Equal((state, "0192f0c1", 12900, "payment"), ((string?)news["state"], (string?)news["merchantReference"], (long?)news["amountMinor"], (string?)news["kind"]));
    }

    [Fact]
    public async Task A_decision_is_final()
    {
        var page = (string)(await bench.OrderAsync(bench.Order())).Body["payUrl"]!;
        await bench.BrowseAsync(page, "decision=approve");
        var (_, _, location) = await bench.BrowseAsync(page, "decision=decline");

        Assert.EndsWith("result=approved", location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("approved", await bench.StateAsync());
        Assert.Equal(409, (await bench.ControlAsync("/control/payments/0192f0c1/decline", new { })).Status);
    }

    [Fact]
    public async Task A_payer_who_never_comes_lets_it_expire_and_the_merchant_is_told()
    {
        var page = (string)(await bench.OrderAsync(bench.Order())).Body["payUrl"]!;
        bench.Clock.Advance(TimeSpan.FromMinutes(30));

        await bench.UntilAsync(() => !bench.Received.IsEmpty);
        Assert.Equal("expired", (string?)bench.Received.First().Body["state"]);
        await bench.BrowseAsync(page, "decision=approve");
        Assert.Equal("expired", await bench.StateAsync());
    }

    [Fact]
    public async Task Closing_ends_what_is_pending_and_leaves_what_is_paid()
    {
        await bench.OrderAsync(bench.Order("open"));
        await bench.OrderAsync(bench.Order("paid"));
        await bench.ControlAsync("/control/payments/paid/approve", new { });

        Assert.Equal("expired", (string?)(await bench.SendAsync("POST", "/v1/payments/by-reference/open/close")).Body["state"]);
        Assert.Equal("approved", (string?)(await bench.SendAsync("POST", "/v1/payments/by-reference/paid/close")).Body["state"]);
        Assert.Equal(404, (await bench.SendAsync("POST", "/v1/payments/by-reference/never/close")).Status);
    }

    [Fact]
    public async Task A_refund_gives_back_what_was_paid_and_no_more()
    {
        await bench.OrderAsync(bench.Order(amount: 1000));
        Task<(int Status, JsonNode Body)> Refund(string reference, long amount) => bench.SendAsync("POST", "/v1/refunds",
            new JsonObject { ["refundReference"] = reference, ["merchantReference"] = "0192f0c1", ["amountMinor"] = amount, ["currency"] = "CNY" }.ToJsonString());

        Assert.Equal("refund.not_paid", (string?)(await Refund("r1", 300)).Body["error"]);
        await bench.ControlAsync("/control/payments/0192f0c1/approve", new { });
        Assert.Equal(201, (await Refund("r1", 300)).Status);
        Assert.Equal(200, (await Refund("r1", 300)).Status);
        Assert.Equal("refund.other_order", (string?)(await Refund("r1", 301)).Body["error"]);
        Assert.Equal("refund.too_much", (string?)(await Refund("r2", 701)).Body["error"]);
        Assert.Equal(201, (await Refund("r2", 700)).Status);

        var moved = (await bench.ControlAsync("/control/movements")).Body;
        Assert.Equal((1000, 1000), ((long)moved["approvedMinor"]!, (long)moved["refundedMinor"]!));
        Assert.Equal(300, (long?)(await bench.SendAsync("GET", "/v1/refunds/by-reference/r1")).Body["amountMinor"]);
    }

    [Fact]
    public async Task The_page_speaks_the_payers_language_and_shows_text_as_text()
    {
        var order = bench.Order();
        order["subject"] = "<script>alert(1)</script>";
        var page = (string)(await bench.OrderAsync(order)).Body["payUrl"]!;

        using var raw = new HttpClient();
        Assert.DoesNotContain("<script", await raw.GetStringAsync(new Uri(page)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("不付了", (await bench.BrowseAsync(page)).Body, StringComparison.Ordinal);
        Assert.Contains("Pay now ¥129.00", (await bench.BrowseAsync(page, language: "en-GB,en;q=0.9")).Body, StringComparison.Ordinal);
        var (status, body, _) = await bench.BrowseAsync("/pay/nothing", language: "en");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("no such payment", body, StringComparison.Ordinal);
    }
}
