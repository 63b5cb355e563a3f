using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.ChannelTests.Api;

/// <summary>Another system that is told of changes.</summary>
public sealed class Listening_to_changes(SqliteApiHall hall) : Listening(hall), IClassFixture<SqliteApiHall>
{
    [Fact]
    public async Task Events_arrive_signed_in_order_and_once()
    {
        await using var receiver = await Receiver.OpenAsync();
        using var machine = await ApiClient.MachineAsync(Place.Hall);
        var hub = await machine.CreateHubAsync("party/v4/hub", new { callback = receiver.Address });
        Assert.Equal(receiver.Address, (string?)hub["callback"]);

        var person = await machine.CreateAsync(Individual, new { givenName = "听", familyName = "风", nationality = "中国" });
        var path = $"{Individual}/{person["id"]}";
        await DeliverAsync();
        await machine.PatchAsync(path, new { givenName = "雨" });
        await DeliverAsync();
        await machine.PatchAsync(path, new { nationality = "法国" });
        await DeliverAsync();
        await machine.DeleteAsync(path);
        await DeliverAsync();
        Assert.Equal(["IndividualCreateEvent", "IndividualAttributeValueChangeEvent", "IndividualAttributeValueChangeEvent", "IndividualDeleteEvent"], receiver.Got.Select(g => (string)g.Event["eventType"]!));
        Assert.All(receiver.Got, g => Assert.Equal((string?)person["id"], (string?)g.Event["event"]!["individual"]!["id"]));
        Assert.All(receiver.Got, g =>
        {
            var at = long.Parse(g.Signature.Split(',')[0][2..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal($"t={at},v1={ListenerCalls.Sign((string)hub["secret"]!, at, g.Text)}", g.Signature);
        });
        await DeliverAsync();
        Assert.Equal(4, receiver.Got.Count);

        Assert.Equal(HttpStatusCode.NoContent, (await machine.DeleteAsync($"party/v4/hub/{hub["id"]}")).Status);
        Assert.Equal("listener.not_found", (await machine.DeleteAsync($"party/v4/hub/{hub["id"]}")).ErrorCode(HttpStatusCode.NotFound));
        await machine.CreateAsync(Individual, new { givenName = "无", familyName = "声" });
        await DeliverAsync();
        Assert.Equal(4, receiver.Got.Count);
        Assert.Empty(Place.Hall.Faults);
    }

    [Fact]
    public async Task Who_fails_gets_it_later_and_holds_up_nobody()
    {
        await using var bad = await Receiver.OpenAsync();
        await using var good = await Receiver.OpenAsync();
        using var machine = await ApiClient.MachineAsync(Place.Hall);
        await machine.CreateHubAsync("party/v4/hub", new { callback = bad.Address, query = "eventType=IndividualCreateEvent" });
        await machine.CreateHubAsync("party/v4/hub", new { callback = good.Address, query = "eventType=IndividualCreateEvent" });
        foreach (var answer in (int[])[500, 302, 404])
        {
            bad.Status = answer;
            await machine.CreateAsync(Individual, new { givenName = "a", familyName = "b" });
            await DeliverAsync();
            Place.Hall.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal(3, good.Got.Count);
        Assert.Equal(3, bad.Got.Count); // the first, three times: none overtakes another
        Assert.Single(bad.Got.Select(g => (string)g.Event["eventId"]!).Distinct());
        bad.Status = 204;
        await DeliverAsync();
        Assert.Equal(good.Got.Select(g => (string)g.Event["event"]!["individual"]!["id"]!), bad.Got.Skip(3).Select(g => (string)g.Event["event"]!["individual"]!["id"]!));
        Assert.Equal(3, good.Got.Count);
    }

    [Fact]
    public async Task A_person_hears_of_their_own_alone_and_no_longer_than_they_are_signed_in()
    {
        await using var receiver = await Receiver.OpenAsync();
        using var zhang = await ApiClient.PersonAsync(Place.Hall, "13300000001");
        await zhang.CreateHubAsync("party/v4/hub", new { callback = receiver.Address });
        var mine = (await zhang.GetAsync(Individual)).Ids.First();
        await Place.Machine.CreateAsync(Individual, new { givenName = "别", familyName = "人" });
        await Place.Machine.PatchAsync($"{Individual}/{mine}", new { title = "先生" });
        await DeliverAsync();
        Assert.Equal([mine], receiver.Got.Select(g => (string)g.Event["event"]!["individual"]!["id"]!));
    }

    [Fact]
    public async Task An_address_that_cannot_be_called_is_refused()
    {
        foreach (var callback in (string[])["http://example.org/x", "ftp://example.org", "https://user:word@example.org/", "/x", "https://example.org/#x", "http://10.0.0.1/"])
            Assert.Equal("listener.callback", (await Place.Machine.PostAsync("party/v4/hub", new { callback })).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("api.missing", (await Place.Machine.PostAsync("party/v4/hub", new { })).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Equal("api.hub_type", (await Place.Machine.PostAsync("party/v4/hub", new { callback = "https://example.org", query = "eventType=CustomerCreateEvent" })).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Equal("api.hub_query", (await Place.Machine.PostAsync("party/v4/hub", new { callback = "https://example.org", query = "name=x" })).ErrorCode(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_never_connected_to()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        using var calls = new ListenerCalls(Options.Create(new ListenerOptions()), TimeProvider.System);
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        foreach (var host in (string[])["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"])
            Assert.Equal(CallResult.Failed, await calls.SendAsync(new Uri($"http://{host}:{port}/"), Guid.CreateVersion7(), "{}", "secret", TestContext.Current.CancellationToken));
        Assert.False(inside.Pending());
        foreach (var address in (string[])["10.1.2.3", "172.20.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fd00::1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "::", "224.0.0.1", "2002:a00:1::"])
            Assert.False(new ListenerOptions().Allows(IPAddress.Parse(address)), address);
        foreach (var address in (string[])["8.8.8.8", "2606:4700::1111"]) Assert.True(new ListenerOptions().Allows(IPAddress.Parse(address)), address);
        Assert.True(new ListenerOptions { InsideNetworks = ["10.0.0.0/8"] }.Allows(IPAddress.Parse("10.1.2.3")));
    }
}

/// <summary>Alone in its hall: the days that pass end everybody's tokens.</summary>
public sealed class A_listener_that_never_answers(SqliteApiHall hall) : Listening(hall), IClassFixture<SqliteApiHall>
{
    [Fact]
    public async Task Is_given_up_in_the_end()
    {
        await using var bad = await Receiver.OpenAsync();
        bad.Status = 503;
        await Place.Machine.CreateHubAsync("party/v4/hub", new { callback = bad.Address });
        await Place.Machine.CreateAsync(Individual, new { givenName = "a", familyName = "b" });
        await DeliverAsync();
        Place.Hall.Clock.Advance(TimeSpan.FromHours(49));
        await DeliverAsync();
        var given = await Place.Hall.InScopeAsync(s => s.GetRequiredService<ListAudit>().HandleAsync(new(Act: "listener_given_up"), Caller.System, default));
        Assert.Single(given.Value.Lines);
    }
}

/// <summary>A hall, and an address elsewhere that is called.</summary>
public abstract class Listening(SqliteApiHall hall)
{
    protected const string Individual = "party/v4/individual";

    protected SqliteApiHall Place => hall;

    protected async Task DeliverAsync()
    {
        await hall.Hall.DeliverAsync();
        for (var i = 0; i < 3; i++) await hall.Hall.Services.GetRequiredService<ListenerDelivery>().DeliverDueAsync(TestContext.Current.CancellationToken, wait: true);
    }

    protected sealed class Receiver : IAsyncDisposable
    {
        readonly WebApplication app;

        Receiver(WebApplication app) => this.app = app;

        public ConcurrentQueue<(JsonObject Event, string Text, string Signature)> Got { get; } = new();
        public int Status { get; set; } = 204;
        public string Address { get; private set; } = "";

        public static async Task<Receiver> OpenAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var receiver = new Receiver(builder.Build());
            receiver.app.MapPost("/events", async (HttpContext http) =>
            {
                using var reader = new StreamReader(http.Request.Body);
                var text = await reader.ReadToEndAsync();
                receiver.Got.Enqueue((JsonNode.Parse(text)!.AsObject(), text, http.Request.Headers["X-Wangting-Signature"].ToString()));
                if (receiver.Status == 302) http.Response.Headers.Location = "http://127.0.0.1:1/";
                http.Response.StatusCode = receiver.Status;
            });
            await receiver.app.StartAsync();
            receiver.Address = receiver.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/events";
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
