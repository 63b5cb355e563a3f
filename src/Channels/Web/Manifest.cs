using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wangting.Channels.Web;

/// <summary>What makes the hall installable: its name in the reader's language and its marks.</summary>
static class Manifest
{
    internal static void MapManifest(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/manifest.webmanifest", Describe).AllowAnonymous();

    static IResult Describe(Look look, HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, max-age=3600";
        http.Response.Headers.Vary = "Cookie, Accept-Language";
        return Results.Json(new
        {
            id = "/",
            name = look.Say("web.name_long", ("name", look.Say("web.name")), ("area", look.Area)),
            short_name = look.Say("web.name"),
            lang = look.Language,
            start_url = "/",
            scope = "/",
            display = "standalone",
            background_color = "#f6f5f1",
            theme_color = "#f6f5f1",
            icons = new object[]
            {
                new { src = "/mark-192.png", sizes = "192x192", type = "image/png", purpose = "any" },
                new { src = "/mark-512.png", sizes = "512x512", type = "image/png", purpose = "any maskable" },
            },
            shortcuts = new object[]
            {
                new { name = look.Say("web.nav.bills"), url = "/bills" },
                new { name = look.Say("web.nav.usage"), url = "/usage" },
            },
        }, contentType: "application/manifest+json");
    }
}
