using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Web;

/// <summary>The switches for language, light or dark, and letter size: a plain form, kept in the browser,
/// and for somebody signed in also with their person, to be found on the next device.</summary>
static class LookDoor
{
    internal static void MapLook(this IEndpointRouteBuilder routes) => routes.MapPost("/look", SetAsync).AllowAnonymous();

    static async Task<IResult> SetAsync([FromForm] string set, [FromForm] string? back, HttpContext http, Look look, Whose whose, KeepPreferencesHandler keep, Caller caller, CancellationToken ct)
    {
        var (what, value) = set.Split(':', 2) is [var w, var v] ? (w, v) : ("", "");
        var next = what switch
        {
            "language" when look.Texts.Languages.Contains(value) => look with { Language = value },
            "mode" when Enum.TryParse<LookMode>(value, true, out var mode) && Enum.IsDefined(mode) => look with { Mode = mode },
            "size" when Enum.TryParse<LookSize>(value, true, out var size) && Enum.IsDefined(size) => look with { Size = size },
            _ => look,
        };
        next.Keep(http);
        // A clash with another browser's switch is let go: the cookie has what was pressed here.
        if (await whose.ReaderAsync(ct) is not null)
            await keep.HandleAsync(new KeepPreferences(next.Language, next.ModeName, next.Size == LookSize.Elder), caller, ct);
        return Results.LocalRedirect(Local(back));
    }

    /// <summary>A place within this hall, or home: never where somebody else's link points.</summary>
    internal static string Local(string? back) =>
        back is { Length: > 0 and < 2000 } && back[0] == '/' && (back.Length == 1 || back[1] is not ('/' or '\\')) && !back.Any(char.IsControl) ? back : "/";
}
