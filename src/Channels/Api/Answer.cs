using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Wangting.Channels.Api;

/// <summary>Writes resources.</summary>
internal static class Answer
{
    // Chinese as Chinese; the answer is JSON and never part of a page (nosniff).
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Begin(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json;charset=utf-8";
    }
}

/// <summary>Which first-level attributes a client asked for; <c>id</c> and <c>href</c> always come.</summary>
internal sealed class Chosen(HashSet<string>? names)
{
    public static readonly Chosen All = new(null);

    public static Chosen Of(string? fields) =>
        string.IsNullOrEmpty(fields) ? All : new(fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('.')[0]).ToHashSet(StringComparer.Ordinal));

    public bool Takes(string name) => names is null || names.Contains(name) || name is "id" or "href";
    public bool AllOf(Func<string, bool> known) => names is not null && names.All(known);
}
