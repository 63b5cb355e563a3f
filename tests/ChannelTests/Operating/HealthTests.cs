using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ChannelTests.Operating;

public sealed class Health_of_a_running_hall : IAsyncLifetime
{
    TestDatabase database = null!;
    WebApplication hall = null!;
    HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        hall = Hall.Build([], new Dictionary<string, string?>(database.Settings) { ["Urls"] = "http://127.0.0.1:0", ["Logging:LogLevel:Default"] = "None", ["Operating:DrainSeconds"] = "2" });
        await hall.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(hall.Urls.First()) };
    }

    async Task<(HttpStatusCode Status, JsonNode Body)> ReadyAsync()
    {
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    [Fact]
    public async Task Is_told_to_anyone_without_details_of_the_inside()
    {
        var (status, body) = await ReadyAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Healthy", (string?)body["status"]);
        Assert.Equal(["database", "keys", "outbox", "serving"], body["checks"]!.AsObject().Select(c => c.Key));
        Assert.DoesNotContain(Path.GetTempPath(), body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Names_parked_messages_and_stays_ready()
    {
        await using (var scope = hall.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            db.Tell(new NobodyHandlesThis("x"), TimeProvider.System);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlRawAsync("UPDATE kernel_outbox SET parked_at = due_at", TestContext.Current.CancellationToken);
        }

        var (status, body) = await ReadyAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Degraded", (string?)body["checks"]!["outbox"]!["status"]);
        Assert.Contains("1 message(s) are parked", (string?)body["checks"]!["outbox"]!["description"], StringComparison.Ordinal);
    }

    sealed record NobodyHandlesThis(string What);

    [Fact]
    public async Task Says_no_while_stopping_and_serves_on_until_the_balancer_has_seen_it()
    {
        var stopping = hall.StopAsync(TestContext.Current.CancellationToken);

        HttpStatusCode status;
        do (status, _) = await ReadyAsync();
        while (status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
        await stopping;
    }

    [Fact]
    public async Task A_proxy_on_the_same_machine_is_believed_about_the_scheme()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/.well-known/openid-configuration", UriKind.Relative));
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await http.SendAsync(request);

        Assert.StartsWith("https://", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["issuer"], StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await hall.DisposeAsync();
        await database.DisposeAsync();
    }
}
