using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Wangting.ChannelTests.Api;

namespace Wangting.ChannelTests.Doors;

/// <summary>Everything that the interfaces take, sent wrong: each answer is the standard's error that names what is wrong,
/// nothing is stored, and nothing breaks.</summary>
public sealed class Bodies_that_cannot_be_taken(SqliteApiHall hall) : IClassFixture<SqliteApiHall>
{
    readonly ApiClient machine = hall.Machine;

    [Fact]
    public async Task Every_attribute_of_every_wrong_type_is_a_400_that_names_it_and_stores_nothing()
    {
        var described = await Interface.ReadAsync(hall.Hall);
        var before = await CountsAsync(described);
        var wrong = new ConcurrentBag<string>();
        var tried = 0;
        foreach (var (path, method, type, schema) in described.Writes)
            foreach (var (attribute, of) in Interface.Attributes(schema).Where(a => Depth(a.Path) <= 3))
                await EachAsync(Interface.Wrong(of), async value =>
                {
                    Interlocked.Increment(ref tried);
                    var body = Interface.Good(schema, attribute, value).ToJsonString();
                    var answer = await SendAsync(method, path, body, type);
                    var code = answer.Status == HttpStatusCode.BadRequest ? answer.ErrorCode(HttpStatusCode.BadRequest) : "";
                    // An empty list or text in the place of one that must be there is rather missing than of a wrong type.
                    if (code is not ("api.wrong_type" or "api.missing")) wrong.Add($"{method} {path} {attribute} = {value.ToJsonString()}: {answer.Status} {answer.Text}");
                    else if (!answer.Thing["message"]!.GetValue<string>().Contains(attribute, StringComparison.Ordinal)) wrong.Add($"{method} {path} {attribute} = {value.ToJsonString()} is not named: {answer.Text}");
                });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(60)));
        Assert.True(tried > 3_000, $"Only {tried} bodies were sent.");
        Assert.Equal(before, await CountsAsync(described));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task Every_address_that_takes_a_body_says_what_is_wrong_with_it_as_a_whole()
    {
        var described = await Interface.ReadAsync(hall.Hall);
        var before = await CountsAsync(described);
        foreach (var (path, method, type, schema) in described.Writes)
        {
            var good = Interface.Good(schema).AsObject();
            string With(string extra) => good.Count == 0 ? "{" + extra + "}" : good.ToJsonString()[..^1] + "," + extra + "}";
            foreach (var (body, status, code) in ((object, int, string)[])[
                ("", 400, "api.not_json"), ("{", 400, "api.not_json"), ("nothing", 400, "api.not_json"), ("{}{}", 400, "api.not_json"), ("{'a':1}", 400, "api.not_json"), ("{\"a\":NaN}", 400, "api.not_json"),
                ("[]", 400, "api.not_an_object"), ("null", 400, "api.not_an_object"), ("7", 400, "api.not_an_object"), ("\"text\"", 400, "api.not_an_object"),
                (With("\"x\":1,\"x\":2"), 400, "api.not_json"), (With("\"x\":\"\\u0000\""), 400, "api.text"), (With("\"\\u0000\":1"), 400, "api.text"), (With("\"x\":\"\\ud800\""), 400, "api.text"),
                (With("\"x\":" + new string('[', 33) + new string(']', 33)), 400, "api.too_deep"), (new string('[', 100_000), 400, "api.too_deep"),
                (With("\"x\":\"" + new string('x', 300_000) + "\""), 413, "api.too_large"), (Encoding.Latin1.GetBytes(With("\"x\":\"é\"")), 400, "api.text"), (Encoding.Unicode.GetBytes(With("\"x\":1")), 400, "api.not_json")])
            {
                var answer = await machine.SendAsync(new(method), Of(path), body, type);
                Assert.True((int)answer.Status == status && answer.ErrorCode((HttpStatusCode)status) == code, $"{method} {path} {(body is string text ? text[..Math.Min(60, text.Length)] : "bytes")}: {answer.Status} {answer.Text}");
            }
            Assert.Equal("api.content_type", (await machine.SendAsync(new(method), Of(path), "a=b", "application/x-www-form-urlencoded")).ErrorCode(HttpStatusCode.UnsupportedMediaType));
        }
        Assert.Equal(before, await CountsAsync(described));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task What_no_standard_names_is_kept_as_it_came_and_never_runs_into_what_is_ours()
    {
        var strange = new JsonObject
        {
            ["x"] = new JsonObject { ["y"] = new JsonArray(1, "two", null, new JsonObject { ["z"] = true }) }, ["\"quoted\""] = "'; DROP TABLE customers_parties; --", ["__proto__"] = new JsonObject { ["isAdmin"] = true },
            ["%"] = "\\", ["很长的名字"] = "\u202eright to left", ["constructor"] = 1e300, [""] = "nameless",
        };
        var body = (JsonObject)strange.DeepClone();
        (body["name"], body["id"], body["href"], body["Id"]) = ("a catalogue", Cast.Nothing.ToString(), "http://evil.example", "another");
        var made = await machine.PostAsync("productCatalogManagement/v4/catalog", body);
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        Assert.NotEqual(Cast.Nothing.ToString(), (string?)made.Thing["id"]);
        Assert.DoesNotContain("evil", (string?)made.Thing["href"], StringComparison.Ordinal);
        var read = (await machine.GetAsync((string)made.Thing["href"]!)).Thing;
        foreach (var (name, value) in strange) Assert.True(JsonNode.DeepEquals(value, read[name]), $"{name}: {read[name]?.ToJsonString()}");
        Assert.Contains((string)made.Thing["id"]!, (await machine.GetAsync("productCatalogManagement/v4/catalog?x.y.z=true")).Ids);
        Assert.Contains((string)made.Thing["id"]!, (await machine.GetAsync("productCatalogManagement/v4/catalog?" + Uri.EscapeDataString("\"quoted\"") + "=" + Uri.EscapeDataString("'; DROP TABLE customers_parties; --"))).Ids);
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task A_frames_request_of_wrong_types_is_said_too()
    {
        using var desk = await DeskProgram.RegisterAsync(hall.Hall);
        using var client = ApiClient.WithToken(hall.Hall, desk.Token);
        foreach (var body in (string[])["", "[]", "null", "7", "{\"viewer\":7}", "{\"viewer\":{},\"customer\":[],\"part\":\"bill\",\"purpose\":\"12345\"}", "{\"viewer\":\"a\",\"customer\":\"b\",\"part\":99,\"purpose\":\"12345\"}", "{\"part\":\"bill,usage\"}", new string('[', 5000), "{\"viewer\":\"" + new string('x', 9000) + "\"}"])
        {
            var answer = await client.SendAsync(HttpMethod.Post, "/embed/tokens", body);
            Assert.True(answer.Status == HttpStatusCode.BadRequest && answer.Thing["error_description"] is not null, $"{body[..Math.Min(60, body.Length)]}: {answer.Status} {answer.Text}");
        }
        Assert.Equal(HttpStatusCode.BadRequest, await desk.AskAsync(new { viewer = new string('x', 1_000_000) }));
        Assert.Empty(hall.Hall.Faults);
    }

    static int Depth(string path) => path.Count(c => c == '.') + 1;

    static string Of(string path) => path.Replace("{id}", Cast.Nothing.ToString(), StringComparison.Ordinal);

    Task<ApiAnswer> SendAsync(string method, string path, string body, string type) => machine.SendAsync(new(method), Of(path), body, type);

    static Task EachAsync<T>(IEnumerable<T> all, Func<T, Task> act) => Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, (one, _) => new(act(one)));

    async Task<Dictionary<string, string?>> CountsAsync(Interface described)
    {
        var counts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (path, _) in described.Lists) counts[path] = (await machine.GetAsync(path + "?limit=0")).Header("X-Total-Count");
        return counts;
    }
}

/// <summary>Every list, asked by every attribute for what nobody means well.</summary>
public abstract class Questions_that_nobody_means_well(ApiHall hall)
{
    static readonly string[] Values =
    [
        "'", "\"", "%", "_", "\\", "\\'", "'; DROP TABLE customers_parties; --", "' OR '1'='1", "$1", "@p0", "{0}", "*", "null", "true", "\u0001", "\r\n", "\u001b[31m", "\u202e", "\ud83d\ude00", " ", "",
        "-1", "0", "9223372036854775808", "-9223372036854775808", "1e400", "NaN", "0x10", "1,5", "2026-13-45T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "2026-02-30", "0000-00-00",
        "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000001}", "../../etc/passwd", "/", "https://evil.example/tmf-api/x/1", new('x', 5000), new('9', 400),
    ];

    /// <summary>As they stand in an address: no client that goes by the book could send these.</summary>
    static readonly string[] Raw = ["%00", "a%00b", "%ff%fe", "%ed%a0%80", "%", "%zz", "%u0041", "+", "&&&=&", "a=b=c", "%26limit%3d1", "%0d%0aSet-Cookie:%20a=b"];

    [Fact]
    public async Task Are_answered_or_refused_whatever_attribute_they_name()
    {
        var described = await Interface.ReadAsync(hall.Hall);
        var wrong = new ConcurrentBag<string>();
        var asked = 0;
        var questions = from list in described.Lists
                        from attribute in Interface.Attributes(list.Resource).Where(a => a.Path.Count(c => c == '.') <= 2)
                        from value in Values.Select(Uri.EscapeDataString).Concat(Raw)
                        select $"{list.Path}?{attribute.Path}={value}&limit=1";
        await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (question, _) =>
        {
            Interlocked.Increment(ref asked);
            if (Wrong(await hall.Machine.GetAsync(question)) is { } why) wrong.Add($"{(question.Length > 200 ? question[..200] : question)}: {why}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(60)));
        Assert.True(asked > 10_000, $"Only {asked} were asked.");
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task Are_answered_or_refused_whatever_they_ask_of_paging_choice_and_name()
    {
        var described = await Interface.ReadAsync(hall.Hall);
        var numbers = new[] { "-1", "x", "", "1.5", "2147483648", new string('9', 50), "1;--", "%00", "+1", "%201", "%EF%BC%91", "0x1", "1e3", "NaN" };
        foreach (var (path, _) in described.Lists)
        {
            foreach (var name in (string[])["offset", "limit"])
                foreach (var number in numbers.Append($"1&{name}=2"))
                {
                    var answer = await hall.Machine.GetAsync($"{path}?{name}={number}");
                    Assert.True(answer.Status == HttpStatusCode.BadRequest && answer.ErrorCode(HttpStatusCode.BadRequest) == "api.paging", $"{path}?{name}={number}: {answer.Status} {answer.Text}");
                }
            foreach (var query in (string[])["limit=0", "limit=1000000", "offset=1000000", "offset=1000000&limit=1000", "fields=", "fields=,,,", "fields=%00", "fields=id'--", "fields=" + new string('x', 5000), "sort='", "fields=id&fields=name", "x[]=1", "x.y.z.a.b.c.d.e=1",
                "'=1", "%22%3B--=1", "%00=1", "=1", "&", "__proto__=1", "%25=1", "_=1", "id='", "id=&id=", "href=/", "href=http://x/" + new string('/', 2000), "@type=%27", string.Concat(Enumerable.Range(0, 200).Select(i => $"x{i}=1&")), string.Concat(Enumerable.Range(0, 200).Select(i => $"id={i}&"))])
                if (Wrong(await hall.Machine.GetAsync($"{path}?{query}")) is { } why) Assert.Fail($"{path}?{(query.Length > 80 ? query[..80] : query)}: {why}");
        }
        // As many as are taken are answered; one more is not even asked of the database, which would think about two hundred for seconds.
        Assert.Equal(HttpStatusCode.OK, (await hall.Machine.GetAsync("party/v4/individual?" + string.Concat(Enumerable.Range(0, 12).Select(i => $"x{i}=1&")))).Status);
        Assert.Equal("api.filter_many", (await hall.Machine.GetAsync("party/v4/individual?" + string.Concat(Enumerable.Range(0, 13).Select(i => $"x{i}=1&")))).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Equal(HttpStatusCode.OK, (await hall.Machine.GetAsync("party/v4/individual?" + string.Concat(Enumerable.Range(0, 100).Select(i => $"x=v{i}&")))).Status);
        Assert.Equal("api.filter_many", (await hall.Machine.GetAsync("party/v4/individual?" + string.Concat(Enumerable.Range(0, 101).Select(i => $"x=v{i}&")))).ErrorCode(HttpStatusCode.BadRequest));
        // Longer than any server reads: refused before us.
        var long_ = await hall.Machine.GetAsync("/tmf-api/party/v4/individual?givenName=" + new string('x', 10_000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, long_.Status);
        Assert.Empty(hall.Hall.Faults);
    }

    static string? Wrong(ApiAnswer answer)
    {
        if (answer.Header("Set-Cookie") is not null) return "it set a cookie";
        switch ((int)answer.Status)
        {
            case 200 or 206: return answer.Json is JsonArray ? null : answer.Text;
            case 400: return answer.Thing["code"]?.GetValue<string>() is "api.filter_value" or "api.filter_whole" or "api.filter_unknown" or "api.filter_many" or "api.sort_unknown" && (string?)answer.Thing["@type"] == "Error" ? null : answer.Text;
            default: return $"{answer.Status} {answer.Text}";
        }
    }
}

public sealed class Questions_that_nobody_means_well_on_SQLite(SqliteApiHall hall) : Questions_that_nobody_means_well(hall), IClassFixture<SqliteApiHall>;

public sealed class Questions_that_nobody_means_well_on_PostgreSQL(PostgresApiHall hall) : Questions_that_nobody_means_well(hall), IClassFixture<PostgresApiHall>;
