using System.Net;
using Wangting.Billing;

namespace Wangting.ChannelTests.Payments;

/// <summary>The door for a gateway's notifications and the payer's way back, on the real host beside the real sandbox gateway.</summary>
public sealed class The_gateways_door
{
    [Fact]
    public async Task An_approved_payment_is_settled_by_its_signed_notification()
    {
        await using var bench = await PaymentBench.OpenAsync();
        var payment = await bench.StartAsync(1234);
        var page = (await bench.PageAsync(payment)).Value;
        Assert.Equal((PaymentState.Pending, HandOver.Page), (page.State, page.How));
        Assert.Contains("/pay/", page.Content, StringComparison.Ordinal);

        await bench.BehaveAsync(new { repeatNotifications = 3, forgeNotifications = 1 });
        await bench.ApproveAsync(payment);

        Assert.Equal(PaymentState.Settled, await bench.EndAsync(payment));
        Assert.True(await bench.BooksAgreeAsync());
    }

    [Fact]
    public async Task A_forged_stale_or_altered_notification_is_refused_and_moves_nothing()
    {
        await using var bench = await PaymentBench.OpenAsync();
        var payment = await bench.StartAsync(1000);
        await bench.PageAsync(payment);
        var told = PaymentBench.Approval(payment, 1000);

        Assert.Equal(HttpStatusCode.Unauthorized, (await bench.NotifyAsync(told, secret: "another secret entirely")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bench.NotifyAsync(told, age: TimeSpan.FromMinutes(6))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bench.NotifyAsync(told, age: TimeSpan.FromMinutes(-6))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bench.NotifyAsync(told, signedTarget: "/gateway/another/notify")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bench.NotifyAsync(told, tamper: body => [.. body, (byte)' '])).Status);
        Assert.Equal(PaymentState.Pending, (await bench.ViewAsync(payment)).State);
    }

    [Fact]
    public async Task A_replayed_notification_is_answered_and_moves_nothing_again()
    {
        await using var bench = await PaymentBench.OpenAsync();
        var payment = await bench.StartAsync(1000);
        await bench.PageAsync(payment);
        for (var i = 0; i < 5; i++) Assert.Equal((HttpStatusCode.OK, "ok"), await bench.NotifyAsync(PaymentBench.Approval(payment, 1000)));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bench.NotifyAsync(PaymentBench.Approval(payment, 1000))));

        var view = await bench.ViewAsync(payment);
        Assert.Equal((PaymentState.Settled, 1000), (view.State, view.ToBalance.Minor + view.ToBills.Sum(b => b.Amount.Minor)));
        Assert.True(await bench.BooksAgreeAsync());
    }

    [Fact]
    public async Task Another_amount_is_stored_as_held_and_not_booked()
    {
        await using var bench = await PaymentBench.OpenAsync();
        var payment = await bench.StartAsync(1000);
        await bench.PageAsync(payment);
        Assert.Equal(HttpStatusCode.OK, (await bench.NotifyAsync(PaymentBench.Approval(payment, 1))).Status);

        Assert.Equal(PaymentState.Held, (await bench.ViewAsync(payment)).State);
        Assert.True(await bench.BooksAgreeAsync());
    }

    [Fact]
    public async Task What_is_not_a_notification_of_ours_is_refused_without_telling_why()
    {
        await using var bench = await PaymentBench.OpenAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await bench.NotifyAsync(PaymentBench.Approval(Guid.CreateVersion7(), 1))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bench.NotifyAsync(PaymentBench.Approval(Guid.CreateVersion7(), 1), target: "/gateway/another/notify")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.NotifyAsync("not json"u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.NotifyAsync(new { kind = "payment" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.NotifyAsync("""{"kind":"payment","gatewayReference":"P","merchantReference":"x","currency":"CNY","amountMinor":1e400}"""u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await bench.NotifyAsync(new byte[100_000])).Status);
    }

    [Fact]
    public async Task The_way_back_asks_the_gateway_and_never_believes_its_query()
    {
        await using var bench = await PaymentBench.OpenAsync();
        await bench.BehaveAsync(new { dropNotifications = -1 });
        var payment = await bench.StartAsync(1000);
        await bench.PageAsync(payment);

        using (var back = await bench.GetAsync($"/payments/{payment:D}/return?result=approved&reference=P-1"))
            Assert.Equal((HttpStatusCode.Redirect, $"/payments/{payment:D}"), (back.StatusCode, back.Headers.Location?.OriginalString));
        Assert.Equal(PaymentState.Pending, (await bench.ViewAsync(payment)).State);

        await bench.ApproveAsync(payment);
        await Task.Delay(TimeSpan.FromSeconds(2.1)); // it asks not more often than that
        using (await bench.GetAsync($"/payments/{payment:D}/return?result=declined")) { }
        Assert.Equal(PaymentState.Settled, (await bench.ViewAsync(payment)).State);
        using var unknown = await bench.GetAsync($"/payments/{Guid.CreateVersion7():D}/return");
        Assert.Equal(HttpStatusCode.Redirect, unknown.StatusCode);
    }

    [Fact]
    public async Task An_order_whose_answer_failed_is_repeated_and_is_one_payment()
    {
        await using var bench = await PaymentBench.OpenAsync();
        await bench.BehaveAsync(new { failAnswers = 1 });
        var payment = await bench.StartAsync(1000);
        Assert.Equal(PaymentState.Pending, (await bench.PageAsync(payment)).Value.State);
        var again = (await bench.PageAsync(payment)).Value;
        Assert.Equal(PaymentState.Pending, again.State);
        await bench.ApproveAsync(payment);
        Assert.Equal(PaymentState.Settled, await bench.EndAsync(payment));
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_said_to_be_and_the_intent_can_go_on_later()
    {
        await using var bench = await PaymentBench.OpenAsync();
        await bench.CloseGatewayAsync();
        var payment = await bench.StartAsync(1000);
        Assert.Equal("payment.gateway_unavailable", (await bench.PageAsync(payment)).Refusal?.Code);

        await bench.OpenGatewayAsync();
        Assert.Equal(PaymentState.Pending, (await bench.PageAsync(payment)).Value.State);
    }
}
