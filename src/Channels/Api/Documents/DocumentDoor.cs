using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Wangting.Channels.Api.Documents;

/// <summary><c>/openapi</c>: what the interfaces are, for readers (Scalar) and for programs (JSON). Open to everybody: it
/// says nothing of anybody.</summary>
internal static class DocumentDoor
{
    const string Page = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Wangting Open APIs</title></head>
        <body><div id="app"></div><noscript>OpenAPI: <a href="/openapi/all.json">/openapi/all.json</a></noscript>
        <script src="/openapi/scalar.js"></script><script src="/openapi/start.js"></script></body></html>
        """;

    // Without the maker's own services: what is written here is nobody else's to see.
    const string Start = "Scalar.createApiReference('#app', { url: '/openapi/all.json', withDefaultFonts: false, telemetry: false, hideClientButton: true, showDeveloperTools: 'never', agent: { disabled: true }, mcp: { disabled: true }, proxyUrl: '' });\n";

    // Scalar puts its own style elements in; scripts stay our files, and nothing is fetched from elsewhere.
    const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    public static void MapApiDocuments(this IEndpointRouteBuilder routes)
    {
        var written = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        var group = routes.MapGroup("/openapi").AllowAnonymous();
        group.MapGet("", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            return Results.Text(Page, "text/html; charset=utf-8");
        });
        group.MapGet("/start.js", () => Results.Text(Start, "text/javascript; charset=utf-8"));
        group.MapGet("/scalar.js", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=86400";
            return Results.Bytes(Script.Value, "text/javascript; charset=utf-8");
        });
        group.MapGet("/all.json", (OpenApiDocument document) => Results.Bytes(written.GetOrAdd("", _ => document.Write(null)), "application/json"));
        group.MapGet("/{number}.json", (string number, OpenApiDocument document) => document.Apis.Any(a => a.Number == number)
            ? Results.Bytes(written.GetOrAdd(number, document.Write), "application/json") : Results.NotFound());
    }

    // The package carries it compressed; the hall's own compression decides how each browser gets it.
    static readonly Lazy<byte[]> Script = new(() =>
    {
        using var stored = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js") ?? throw new InvalidOperationException("Scalar's package has no script.");
        using var held = new MemoryStream();
        stored.CopyTo(held);
        var bytes = held.ToArray();
        if (bytes is not [0x1f, 0x8b, ..]) return bytes;
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress)) gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    });
}
