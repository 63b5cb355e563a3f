using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>Why a request is not answered: a status, and a text key that is the error's code. Thrown where the shape of a
/// request is read, and worded once, at the door.</summary>
internal sealed class Problem(int status, string code, params (string Name, object? Value)[] values) : Exception
{
    public int Status => status;
    public string Code => code;
    public IReadOnlyDictionary<string, object?> Values { get; private init; } = values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);

    public static Problem NotFound(string noun) => new(404, "api.not_found", ("resource", noun));
    public static Problem Missing(string attribute) => new(400, "api.missing", ("attribute", attribute));
    public static Problem WrongType(string attribute, Shape wanted) => new(400, "api.wrong_type", ("attribute", attribute), ("wanted", Text.Of("api.shape." + wanted)));

    /// <summary>A module's refusal, as a status: what it is about does not exist for this caller, may not be done by them, is
    /// in the wrong state, or breaks a rule.</summary>
    /// <param name="named">The thing asked for was named by the body, not by the address: its absence is a fault of the content.</param>
    public static Problem Of(Refusal why, bool named = false) =>
        new(why.Kind switch
        {
            RefusalKind.NotFound => named ? 422 : 404,
            RefusalKind.NotAllowed => 403,
            RefusalKind.Conflict => 409,
            RefusalKind.Unavailable => 503,
            _ => 422,
        }, why.Code)
        { Values = why.Details ?? new Dictionary<string, object?>() };

    /// <summary>Writes the standard's error body.</summary>
    public async Task WriteAsync(HttpContext http, Texts texts, string language)
    {
        if (http.Response.HasStarted) return;
        var message = texts.Say(language, code, Values);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json;charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Answer.Options);
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("reason", texts.Say(language, texts.Has(language, "api.reason." + status) ? "api.reason." + status : "api.reason.400"));
        json.WriteString("message", message);
        json.WriteString("status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("@type", "Error");
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }
}
