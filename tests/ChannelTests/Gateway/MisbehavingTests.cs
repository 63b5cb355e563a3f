using System.Net;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Gateway;

public sealed class A_sandbox_gateway_told_to_misbehave : IAsyncLifetime
{
    GatewayBench bench = null!;

    public async ValueTask InitializeAsync() => bench = await GatewayBench.StartAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    Task ApproveAsync() => bench.ControlAsync("/control/payments/0192f0c1/approve", new { });

    async Task<JsonNode> NotificationAsync() => (await bench.ControlAsync("/control/movements")).Body["notifications"]!.AsArray().Single()!;

    [Fact]
    public async Task Fails_without_effect_as_often_as_told()
    {
        await bench.ControlAsync("/control/behaviour", new { failRequests = 1 });

        Assert.Equal(500, (await bench.OrderAsync(bench.Order())).Status);
        Assert.Equal(201, (await bench.OrderAsync(bench.Order())).Status);
    }

    [Fact]
    public async Task Fails_after_the_effect_so_that_the_merchant_must_ask()
    {
        await bench.ControlAsync("/control/behaviour", new { failAnswers = 1 });

        Assert.Equal(500, (await bench.OrderAsync(bench.Order())).Status);
        Assert.Equal("pending", await bench.StateAsync());
    }

    [Fact]
    public async Task Notifies_before_it_answers()
    {
        await bench.ControlAsync("/control/behaviour", new { decide = "approve", notifyBeforeAnswer = true });

        var (_, payment) = await bench.OrderAsync(bench.Order());

        Assert.Equal("approved", (string?)payment["state"]);
        Assert.Equal("approved", (string?)Assert.Single(bench.Received).Body["state"]);
    }

    [Fact]
    public async Task Answers_late_but_has_acted_by_then()
    {
        await bench.ControlAsync("/control/behaviour", new { answerDelayMs = 60_000 });
        var answer = bench.OrderAsync(bench.Order());

        await bench.UntilAsync(() => answer.IsCompleted);

        Assert.True(bench.Clock.GetUtcNow() - bench.Clock.Start >= TimeSpan.FromMinutes(1));
        Assert.Equal(201, (await answer).Status);
    }

    [Fact]
    public async Task Repeats_until_the_merchant_says_ok_with_one_id()
    {
        bench.Answer = n => n switch { 1 => (500, "broken"), 2 => (200, "what?"), 3 => (302, "elsewhere"), _ => (200, "ok") };
        await bench.OrderAsync(bench.Order());
        await ApproveAsync();

        await bench.UntilAsync(() => bench.Received.Count == 4);

        Assert.Single(bench.Received.Select(r => (string?)r.Body["notificationId"]).Distinct());
        Assert.All(bench.Received, r => Assert.True(r.Genuine));
    }

    [Fact]
    public async Task Repeats_what_was_received_when_told()
    {
        await bench.ControlAsync("/control/behaviour", new { repeatNotifications = 3 });
        await bench.OrderAsync(bench.Order());
        await ApproveAsync();

        await bench.UntilAsync(() => bench.Received.Count == 3);
    }

    [Fact]
    public async Task Drops_a_notification_and_only_the_question_tells()
    {
        await bench.ControlAsync("/control/behaviour", new { dropNotifications = 1, notifyBeforeAnswer = true });
        await bench.OrderAsync(bench.Order());
        await ApproveAsync();

        Assert.Empty(bench.Received);
        Assert.True((bool?)(await NotificationAsync())["dropped"]);
        Assert.Equal("approved", await bench.StateAsync());
    }

    [Fact]
    public async Task Forges_a_signature_and_sends_the_true_one_when_that_was_refused()
    {
        await bench.ControlAsync("/control/behaviour", new { forgeNotifications = 1 });
        bench.Answer = n => n == 1 ? (401, "no") : (200, "ok");
        await bench.OrderAsync(bench.Order());
        await ApproveAsync();

        await bench.UntilAsync(() => bench.Received.Count == 2);
        Assert.Equal([false, true], bench.Received.Select(r => r.Genuine));
    }

    [Fact]
    public async Task Is_told_by_its_page_as_well()
    {
        Assert.Equal(HttpStatusCode.SeeOther, (await bench.BrowseAsync("/control", "failRequests=-1&decide=Decline")).Status);

        Assert.Equal(-1, (int?)(await bench.ControlAsync("/control/behaviour")).Body["failRequests"]);
        Assert.Contains("<option selected>Decline", (await bench.BrowseAsync("/control")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_it_does_not_understand()
    {
        Assert.Equal(400, (await bench.ControlAsync("/control/behaviour", new { explode = true })).Status);
        Assert.Equal(400, (await bench.ControlAsync("/control/behaviour", new { repeatNotifications = 0 })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.BrowseAsync("/control", "failRequests=-2")).Status);
    }
}

public sealed class A_sandbox_gateway_with_a_journal : IDisposable
{
    readonly string file = Path.Combine(Path.GetTempPath(), $"gateway-{Guid.CreateVersion7():N}.jsonl");

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task Knows_after_a_restart_what_it_knew_before()
    {
        await using var bench = await GatewayBench.StartAsync(file);
        var (_, before) = await bench.OrderAsync(bench.Order("paid"));
        await bench.OrderAsync(bench.Order("open"));
        await bench.ControlAsync("/control/payments/paid/approve", new { });
        await bench.StopGatewayAsync();
        await bench.StartGatewayAsync();

        Assert.Equal("approved", await bench.StateAsync("paid"));
        Assert.Equal("pending", await bench.StateAsync("open"));
        var (again, same) = await bench.OrderAsync(bench.Order("paid"));
        Assert.Equal((200, (string?)before["gatewayReference"]), (again, (string?)same["gatewayReference"]));
    }

    [Fact]
    public async Task Tells_after_a_restart_what_nobody_had_heard()
    {
        await using var bench = await GatewayBench.StartAsync(file);
        bench.Answer = _ => (503, "closed");
        await bench.OrderAsync(bench.Order());
        await bench.ControlAsync("/control/payments/0192f0c1/approve", new { });
        await bench.UntilAsync(() => !bench.Received.IsEmpty);
        await bench.StopGatewayAsync();
        bench.Received.Clear();
        bench.Answer = _ => (200, "ok");
        await bench.StartGatewayAsync();

        await bench.UntilAsync(() => !bench.Received.IsEmpty);
        Assert.Equal("approved", (string?)bench.Received.First().Body["state"]);
    }

    [Fact]
    public async Task Cuts_off_a_line_that_a_kill_left_half_written()
    {
        await using (var bench = await GatewayBench.StartAsync(file)) await bench.OrderAsync(bench.Order());
        await File.AppendAllTextAsync(file, "{\"payment\":{\"mercha", TestContext.Current.CancellationToken);

        await using var later = await GatewayBench.StartAsync(file);
        Assert.Equal("pending", await later.StateAsync());
        await later.ControlAsync("/control/payments/0192f0c1/approve", new { });
        await later.StopGatewayAsync();
        await later.StartGatewayAsync();
        Assert.Equal("approved", await later.StateAsync());
    }
}
