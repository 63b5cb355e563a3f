using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Channels.Api.Hub;

/// <summary>Each interface's <c>/hub</c>: who wants to be told says where, and of what.</summary>
internal static class HubDoor
{
    public static async Task BeginAsync(HttpContext http, Call call, OpenApi api, IReadOnlySet<string> known, CancellationToken ct)
    {
        var body = await Body.ReadAsync(http, call.Currency, "application/json");
        body.Check([new Field("callback", Shape.Text) { Required = true }, new Field("query", Shape.Text), new Field("secret", Shape.Text)], isNew: true);
        var bearer = http.Features.Get<Tokens.Bearer>()!;
        var begun = await call.Get<BeginListeningHandler>().HandleAsync(
            new(Guid.CreateVersion7(), api.Base, body.Text("callback")!, body.Text("query"), Types(body.Text("query"), known), body.Text("secret"), call.Root, bearer.ClientId, bearer.Grant), call.Caller, ct);
        if (begun.IsRefused(out var why, out var listening)) throw Problem.Of(why, named: true);
        http.Response.Headers.Location = $"{call.Root}/tmf-api/{api.Base}/hub/{listening.Id}";
        Answer.Begin(http, StatusCodes.Status201Created);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Answer.Options);
        json.WriteStartObject();
        json.WriteString("id", listening.Id);
        json.WriteString("callback", body.Text("callback"));
        if (body.Text("query") is { } query) json.WriteString("query", query);
        json.WriteString("secret", listening.Secret);
        json.WriteEndObject();
        await json.FlushAsync(ct);
    }

    public static async Task EndAsync(HttpContext http, Call call, OpenApi api, CancellationToken ct)
    {
        var id = Guid.TryParse(http.Request.RouteValues["id"] as string, out var given) ? given : throw Problem.NotFound("hub");
        if ((await call.Get<EndListeningHandler>().HandleAsync(new(id, api.Base), call.Caller, ct)).IsRefused(out var why, out _)) throw Problem.Of(why);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // A query chooses by event type alone; what it would leave out otherwise must not be sent in spite of it, so it is refused.
    static List<string> Types(string? query, IReadOnlySet<string> known)
    {
        var types = new List<string>();
        foreach (var (name, values) in QueryHelpers.ParseQuery(query))
        {
            if (name != "eventType") throw new Problem(400, "api.hub_query", ("attribute", name.Length > 60 ? name[..60] : name));
            types.AddRange(values.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        }
        return types.Find(t => !known.Contains(t)) is { } unknown ? throw new Problem(400, "api.hub_type", ("type", unknown.Length > 60 ? unknown[..60] : unknown)) : types;
    }

    /// <summary>The events of a resource: <c>IndividualCreateEvent</c>.</summary>
    public static string TypeOf(string noun, RecordChange change) => char.ToUpperInvariant(noun[0]) + noun[1..] + change + "Event";
}
