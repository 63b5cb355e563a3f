using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ExecutionRejectedException = Polly.ExecutionRejectedException;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Mirror;

/// <summary>What the owner answered: a status and JSON.</summary>
internal sealed record OwnersAnswer(HttpStatusCode Status, JsonElement Body, long? Total);

/// <summary>Asks the owner's server and hands on only what is JSON of a bearable size. What failed on the way is
/// <c>mirror.unreachable</c>; what came and cannot be taken is <c>mirror.answer_wrong</c> with the reason.</summary>
public sealed partial class OwnersServer(IHttpClientFactory clients, OwnersToken token, IOptions<MirrorOptions> options, ILogger<OwnersServer> log)
{
    const int MostPages = 200, Deepest = 32;
    static readonly Refusal Unreachable = Refusal.Unavailable("mirror.unreachable");

    internal static Refusal Wrong(string detail) => Refusal.Conflict("mirror.answer_wrong", ("detail", detail));

    /// <summary>One resource; null when the owner has none of that id.</summary>
    internal async Task<Outcome<JsonElement?>> FindAsync(string client, OwnersApi api, string id, CancellationToken ct)
    {
        if ((await SendAsync(client, HttpMethod.Get, Below(api, "/" + Uri.EscapeDataString(id)), null, ct)).IsRefused(out var no, out var answer)) return no;
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone) return (JsonElement?)null;
        if (!IsGood(answer.Status)) return Failed(answer.Status);
        var one = answer.Body.ValueKind == JsonValueKind.Array && answer.Body.GetArrayLength() == 1 ? answer.Body[0] : answer.Body;
        return one.ValueKind == JsonValueKind.Object ? (JsonElement?)one : Wrong("no object");
    }

    /// <summary>All of a list, page by page, or a refusal. A total that is stated must be met; without one a page that is not
    /// full is the last.</summary>
    /// <param name="optional">An owner without such a resource has nothing in it.</param>
    internal async Task<Outcome<IReadOnlyList<JsonElement>>> ListAsync(string client, OwnersApi api, string query, CancellationToken ct, bool optional = false)
    {
        var all = new List<JsonElement>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long? total = null;
        for (var page = 0; page < MostPages; page++)
        {
            var address = Below(api, string.Create(CultureInfo.InvariantCulture, $"?{query}&offset={all.Count}&limit={api.PageSize}"));
            if ((await SendAsync(client, HttpMethod.Get, address, null, ct)).IsRefused(out var no, out var answer)) return no;
            if (optional && answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented) return all;
            if (!IsGood(answer.Status)) return Failed(answer.Status);
            if (answer.Total is { } said && total is { } before && said != before) return Wrong("the total changed between two pages");
            total ??= answer.Total;
            var here = TolerantReader.Each(answer.Body).ToArray();
            foreach (var one in here)
            {
                if (TolerantReader.Try(() => one.ValueKind == JsonValueKind.Object ? TolerantReader.Reference(one) ?? "" : "", "list").IsRefused(out no, out var id)) return no;
                if (id.Length == 0) return Wrong("a list with something in it that has no id");
                if (!seen.Add(id)) return Wrong("one thing on two pages");
                all.Add(one);
            }
            if (total is { } whole && all.Count > whole) return Wrong($"{all.Count} things of {whole}");
            if (total is { } met ? all.Count == met : here.Length < api.PageSize) return all;
            if (here.Length == 0) return Wrong($"{all.Count} things of {total}");
        }
        return Wrong("a list without an end");
    }

    internal Task<Outcome<OwnersAnswer>> PostAsync(string client, OwnersApi api, byte[] body, string key, CancellationToken ct) =>
        SendAsync(client, HttpMethod.Post, Below(api, ""), request =>
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }, ct);

    internal static bool IsGood(HttpStatusCode status) => status is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NonAuthoritativeInformation;

    static Refusal Failed(HttpStatusCode status) => (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? Unreachable : Wrong($"status {(int)status}");

    static Uri Below(OwnersApi api, string rest) => new(api.Address!.AbsoluteUri.TrimEnd('/') + "/" + api.Path.Trim('/') + rest);

    async Task<Outcome<OwnersAnswer>> SendAsync(string client, HttpMethod method, Uri address, Action<HttpRequestMessage>? fill, CancellationToken ct)
    {
        try
        {
            var answer = await OnceAsync(client, method, address, fill, ct);
            // Refused before it was looked at, so asking with another token is no repetition.
            if (answer.Value.Status != HttpStatusCode.Unauthorized || options.Value.Credentials.TokenEndpoint is null) return answer;
            token.Forget();
            return await OnceAsync(client, method, address, fill, ct);
        }
        catch (WrongAnswer wrong) { return Wrong(wrong.Message); }
        catch (Exception fault) when (fault is HttpRequestException or IOException or ExecutionRejectedException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            NotReached(method.Method, address.AbsolutePath, fault.GetType().Name + ": " + fault.Message[..Math.Min(fault.Message.Length, 200)]);
            return Unreachable;
        }
    }

    async Task<Outcome<OwnersAnswer>> OnceAsync(string client, HttpMethod method, Uri address, Action<HttpRequestMessage>? fill, CancellationToken ct)
    {
        using var http = clients.CreateClient(client);
        http.Timeout = Timeout.InfiniteTimeSpan; // the pipeline's, and below for the body
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.ParseAdd("application/json");
        fill?.Invoke(request);
        await token.ProveAsync(request, ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Value.TimeoutMilliseconds * 3);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        if (!IsGood(answer.StatusCode)) return new OwnersAnswer(answer.StatusCode, await ErrorAsync(answer, limit.Token), null);
        var bytes = await BodyAsync(answer, options.Value.MostBytes, limit.Token) ?? throw new WrongAnswer($"longer than {options.Value.MostBytes} bytes");
        long? total = answer.Headers.TryGetValues("X-Total-Count", out var totals) && long.TryParse(totals.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
        return new OwnersAnswer(answer.StatusCode, Json(bytes) ?? throw new WrongAnswer("not JSON"), total);
    }

    // What an error says is for people: without it the status alone speaks.
    static async Task<JsonElement> ErrorAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try { return await BodyAsync(answer, 64_000, ct) is { } bytes && Json(bytes) is { } json ? json : default; }
        catch (Exception fault) when (fault is HttpRequestException or IOException) { return default; }
    }

    static async Task<byte[]?> BodyAsync(HttpResponseMessage answer, int most, CancellationToken ct)
    {
        if (answer.Content.Headers.ContentLength > most) return null;
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        using var read = new MemoryStream();
        var buffer = new byte[16_384];
        for (int n; (n = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (read.Length + n > most) return null;
            read.Write(buffer, 0, n);
        }
        return read.ToArray();
    }

    static JsonElement? Json(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest });
            return json.RootElement.Clone();
        }
        catch (JsonException) { return null; }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The owner could not be reached: {Method} {Path} {Fault}")]
    partial void NotReached(string method, string path, string fault);
}
