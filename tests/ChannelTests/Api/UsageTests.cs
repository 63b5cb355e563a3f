using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Api;

public sealed class Usage_over_the_api_on_SQLite(SqliteApiHall hall) : Usage_over_the_api(hall), IClassFixture<SqliteApiHall>;

public sealed class Usage_over_the_api_on_PostgreSQL(PostgresApiHall hall) : Usage_over_the_api(hall), IClassFixture<PostgresApiHall>;

public abstract class Usage_over_the_api(ApiHall hall)
{
    const string Uses = "usageManagement/v4/usage", Number = "13300000001";
    readonly ApiClient machine = hall.Machine;
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string At(int hoursAgo = 5) => hall.Hall.Clock.GetUtcNow().AddHours(-hoursAgo).ToString("yyyy-MM-dd'T'HH:00:00'Z'", System.Globalization.CultureInfo.InvariantCulture);

    JsonObject Use(string id, string number = Number, params (string Name, object Value)[] more) => JsonSerializer.SerializeToNode(new
    {
        usageDate = At(), usageType = "voice", description = "a call",
        usageCharacteristic = ((string Name, object Value)[])[("sourceId", id), ("number", number), ("quantity", 95), ("peer", "+8613900008888"), .. more],
    }, Named)!.AsObject();

    static readonly JsonSerializerOptions Named = new(JsonSerializerDefaults.Web) { Converters = { new FactJson() } };

    sealed class FactJson : System.Text.Json.Serialization.JsonConverter<(string Name, object Value)>
    {
        public override (string Name, object Value) Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();
        public override void Write(Utf8JsonWriter writer, (string Name, object Value) value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Name);
            writer.WritePropertyName("value");
            JsonSerializer.Serialize(writer, value.Value, options);
            writer.WriteEndObject();
        }
    }

    static string IdOf(JsonObject one) => one["id"]!.GetValue<string>();

    Task<List<string>> StoredAsync(string prefix) => hall.Hall.InScopeAsync(s => s.GetRequiredService<PortalDbContext>().Database.SqlQuery<string>($"SELECT source_id AS \"Value\" FROM billing_usage_records WHERE source_id LIKE {prefix + "%"}").ToListAsync(Ct));

    async Task<int> CountAsync(string prefix) => (await StoredAsync(prefix)).Count;

    [Fact]
    public async Task An_event_is_taken_found_by_all_it_says_and_taken_back()
    {
        // At a time of their own: there are thousands of events here, and filters are asked for a page.
        var first = Use("tmf-1", Number, ("place", "南京"));
        first["usageDate"] = At(300);
        var made = await machine.CreateAsync(Uses, first);
        Assert.Equal(("guided", "voice", "a call"), (made["status"]!.GetValue<string>(), made["usageType"]!.GetValue<string>(), made["description"]!.GetValue<string>()));
        Assert.DoesNotContain("13900008888", made.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(made["ratedProductUsage"]);
        await Walk.FiltersAsync(machine, Uses, made, ("usageDate", At(300)));
        Assert.True(JsonNode.DeepEquals(made, (await machine.GetAsync(made["href"]!.GetValue<string>())).Thing));

        var again = await machine.PostAsync(Uses, Use("tmf-1"));
        Assert.Equal((HttpStatusCode.Created, IdOf(made)), (again.Status, IdOf(again.Thing)));
        Assert.Equal("usage.only_rejected", (await machine.PatchAsync($"{Uses}/{IdOf(made)}", new { status = "billed" })).ErrorCode(HttpStatusCode.UnprocessableEntity));
        for (var twice = 0; twice < 2; twice++) Assert.Equal("rejected", (await machine.PatchAsync($"{Uses}/{IdOf(made)}", new { status = "rejected" })).Thing["status"]!.GetValue<string>());
        Assert.Equal(1, await CountAsync("tmf-1"));

        var rated = Use("tmf-2");
        rated["usageDate"] = At(301);
        rated["ratedProductUsage"] = new JsonArray(new JsonObject { ["taxIncludedRatingAmount"] = new JsonObject { ["unit"] = "CNY", ["value"] = 0.30 } });
        made = await machine.CreateAsync(Uses, rated);
        Assert.Equal(("rated", 0.30m), (made["status"]!.GetValue<string>(), made["ratedProductUsage"]![0]!["taxIncludedRatingAmount"]!["value"]!.GetValue<decimal>()));
        await Walk.FiltersAsync(machine, Uses, made, ("usageDate", At(301)));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_said_and_what_can_wait_waits()
    {
        Assert.Equal("usage.kept", (await machine.PostAsync(Uses, Use("wait-1", "13300009999"))).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("usage.kept", (await machine.PostAsync(Uses, Use("wait-2", Number, ("to", "atlantis")))).ErrorCode(HttpStatusCode.UnprocessableEntity));
        var kept = (await hall.Hall.InScopeAsync(s => s.GetRequiredService<ListParkedUsageHandler>().HandleAsync(new(), Caller.System, Ct))).Value;
        Assert.Equal(["line.not_known", "usage.zone_unknown"], kept.Events.Where(e => e.SourceId.StartsWith("wait-", StringComparison.Ordinal)).OrderBy(e => e.SourceId, StringComparer.Ordinal).Select(e => e.Reason));
        Assert.Equal("usage.fact_unknown", (await machine.PostAsync(Uses, Use("x", Number, ("quantiy", 1)))).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("usage.value_wrong", (await machine.PostAsync(Uses, Use("x", Number, ("seconds", "many")))).ErrorCode(HttpStatusCode.UnprocessableEntity));
        var bare = Use("x");
        bare["usageCharacteristic"] = new JsonArray(new JsonObject { ["name"] = "number", ["value"] = Number });
        Assert.Equal("usage.fact_missing", (await machine.PostAsync(Uses, bare)).ErrorCode(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("api.not_found", (await machine.PatchAsync($"{Uses}/{Guid.CreateVersion7()}", new { status = "rejected" })).ErrorCode(HttpStatusCode.NotFound));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task A_person_sees_the_events_of_their_own_lines()
    {
        var mine = IdOf(await machine.CreateAsync(Uses, Use("own-1")));
        var theirs = IdOf(await machine.CreateAsync(Uses, Use("own-2", "18900000066")));
        using var zhang = await ApiClient.PersonAsync(hall.Hall, Number);
        Assert.Equal(HttpStatusCode.OK, (await zhang.GetAsync($"{Uses}/{mine}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await zhang.GetAsync($"{Uses}/{theirs}")).Status);
        Assert.DoesNotContain(theirs, (await zhang.GetAsync($"{Uses}?usageCharacteristic.value=own-2")).Ids);
        using var reader = await ApiClient.MachineAsync(hall.Hall, "usage.read");
        Assert.Equal("api.scope", (await reader.PostAsync(Uses, Use("own-3"))).ErrorCode(HttpStatusCode.Forbidden));
        Assert.Equal("api.scope", (await reader.SendAsync(HttpMethod.Post, "/usage/stream", "", "application/x-ndjson")).ErrorCode(HttpStatusCode.Forbidden));
        Assert.Empty(hall.Hall.Faults);
    }

    string Line(string id, string number = Number) => JsonSerializer.Serialize(new { id, number, kind = "voice", startedAt = At(), quantity = 61, peer = "13900008888" }) + "\n";

    async Task<JsonObject[]> StreamAsync(string lines, string query = "")
    {
        var answer = await machine.SendAsync(HttpMethod.Post, "/usage/stream" + query, Encoding.UTF8.GetBytes(lines), "application/x-ndjson");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];
    }

    static string Said(JsonObject[] answers) => string.Join(' ', answers.Select(a => $"{a["line"]}:{a["is"]}{(a["reason"] is { } why ? ":" + why : "")}"));

    [Fact]
    public async Task The_stream_answers_every_line_and_goes_on_after_a_broken_one()
    {
        var lines = Line("s-1") + "\n" + "nonsense\n" + "[]\n" + "{\"id\":\"s-2\"\n" + Line("s-3") + Line("s-1") + Line("s-4", "13300009999") + "{\"id\":\"s-5\",\"cancels\":\"s-3\"}\r\n"
            + Line("s-6").Replace("quantity", "quantiy", StringComparison.Ordinal) + "{\"id\":\"" + new string('x', 40_000) + "\"}\n" + Line("s-7").Replace("61", "1e40", StringComparison.Ordinal)
            + Line("s-8").Replace("\"number\":\"" + Number + "\",", "", StringComparison.Ordinal) + "{\"id\":\"\\ud800\",\"cancels\":\"a\"}\n" + Line("s-9").TrimEnd('\n');
        const string expected = "1:taken 3:refused:usage.line_not_json 4:refused:usage.line_not_json 5:refused:usage.line_not_json 6:taken 7:repeat 8:parked:line.not_known 9:taken "
            + "10:refused:usage.fact_unknown 11:refused:usage.line_too_long 12:refused:usage.value_wrong 13:refused:usage.fact_missing 14:refused:usage.line_not_json 15:taken";
        var answers = await StreamAsync(lines, "?source=switch-7");
        Assert.Equal(expected, Said(answers));
        Assert.All(answers.Where(a => a["reason"] is not null), a => Assert.DoesNotContain('[', a["message"]!.GetValue<string>()));
        Assert.Equal(expected.Replace("taken", "repeat", StringComparison.Ordinal), Said(await StreamAsync(lines, "?source=switch-7")));
        Assert.Equal(3, await CountAsync("s-"));
        Assert.Equal("api.content_type", (await machine.SendAsync(HttpMethod.Post, "/usage/stream", Line("s-10"))).ErrorCode(HttpStatusCode.UnsupportedMediaType));
        Assert.Empty(await StreamAsync(""));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task A_stream_that_breaks_loses_nothing_it_answered_and_is_sent_again_safely()
    {
        // More than one batch, and the last line broken off in the middle.
        var lines = string.Concat(Enumerable.Range(0, 9_000).Select(n => Line($"b-{n}")));
        var answered = new List<string>();
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(hall.Hall.Address.Host, hall.Hall.Address.Port, Ct);
            await using var wire = connection.GetStream();
            var head = $"POST /usage/stream HTTP/1.1\r\nHost: {hall.Hall.Address.Authority}\r\nAuthorization: Bearer {machine.Token}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
            var body = Encoding.UTF8.GetBytes(lines + Line("b-broken")[..20]);
            await wire.WriteAsync(Encoding.ASCII.GetBytes(head + body.Length.ToString("x", System.Globalization.CultureInfo.InvariantCulture) + "\r\n"), Ct);
            var sending = wire.WriteAsync(body, Ct).AsTask();
            // Leaves as soon as it has heard of some: in the middle, whatever is on its way.
            var heard = new StringBuilder();
            var buffer = new byte[8192];
            while (heard.ToString().Split("\"is\":\"taken\"").Length < 100)
            {
                var read = await wire.ReadAsync(buffer, Ct);
                Assert.True(read > 0, heard.ToString());
                heard.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
            connection.LingerState = new LingerOption(true, 0);
            answered.AddRange(heard.ToString().Split('\n').Where(l => l.StartsWith('{') && l.TrimEnd('\r').EndsWith("\"taken\"}", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l)!["id"]!.GetValue<string>()));
            await sending.WaitAsync(TimeSpan.FromSeconds(20), Ct).ContinueWith(_ => { }, Ct, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        Assert.True(answered.Count > 50, string.Join(' ', answered.Take(3)));
        Assert.Empty(answered.Except(await StoredAsync("b-")));

        var again = await StreamAsync(lines);
        Assert.Equal(9_000, again.Length);
        Assert.All(again, a => Assert.True(a["is"]!.GetValue<string>() is "taken" or "repeat"));
        Assert.Equal(9_000, await CountAsync("b-"));
        Assert.Empty(hall.Hall.Faults);
    }
}
