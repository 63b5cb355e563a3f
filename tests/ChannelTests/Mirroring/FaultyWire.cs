using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Wangting.ChannelTests.Mirroring;

/// <summary>The wire between a mirror and its owner, as bad as a scenario wants it: down, slow, cut after the request was acted
/// upon, or with other words in the answer.</summary>
public sealed class FaultyWire : IAsyncDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All });
    readonly Uri owner;
    WebApplication? app;

    FaultyWire(Uri owner) => this.owner = owner;

    public Uri Address { get; private set; } = null!;

    /// <summary>What went over it, as <c>GET /tmf-api/…</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>No request gets through.</summary>
    public bool Down { get; set; }
    /// <summary>Requests with this in them are held until it is completed.</summary>
    public (string Part, Task Until)? Slow { get; set; }
    /// <summary>These are acted upon, and the connection is cut before the answer.</summary>
    public Func<HttpRequest, bool> Cut { get; set; } = _ => false;
    /// <summary>Another query than was asked.</summary>
    public Func<string, string> Query { get; set; } = q => q;
    /// <summary>Another answer than was given.</summary>
    public Func<HttpRequest, Answer, Answer> Rewrite { get; set; } = (_, answer) => answer;

    public sealed record Answer(int Status, string Type, string Body, string? Total);

    public void Heal() => (Down, Slow, Cut, Query, Rewrite) = (false, null, _ => false, q => q, (_, answer) => answer);

    public static async Task<FaultyWire> OpenAsync(Uri owner)
    {
        var wire = new FaultyWire(owner);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        wire.app = builder.Build();
        wire.app.Run(wire.CarryAsync);
        await wire.app.StartAsync();
        wire.Address = new Uri(wire.app.Urls.First());
        return wire;
    }

    async Task CarryAsync(HttpContext context)
    {
        var request = context.Request;
        Asked.Enqueue(request.Method + " " + request.Path + request.QueryString);
        if (Down) { context.Abort(); return; }
        if (Slow is { } slow && request.Path.Value!.Contains(slow.Part, StringComparison.Ordinal)) await slow.Until.WaitAsync(context.RequestAborted);
        using var asked = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(owner, request.Path.Value + Query(request.QueryString.Value ?? "")));
        if (request.ContentLength > 0)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            asked.Content = new ByteArrayContent(body.ToArray());
            asked.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }
        foreach (var name in new[] { "Authorization", "Accept", "Idempotency-Key" })
            if (request.Headers[name] is { Count: > 0 } value) asked.Headers.TryAddWithoutValidation(name, value.ToArray());
        using var got = await http.SendAsync(asked);
        if (Cut(request)) { context.Abort(); return; }
        var told = Rewrite(request, new((int)got.StatusCode, got.Content.Headers.ContentType?.ToString() ?? "", await got.Content.ReadAsStringAsync(), got.Headers.TryGetValues("X-Total-Count", out var total) ? total.First() : null));
        context.Response.StatusCode = told.Status;
        context.Response.ContentType = told.Type;
        if (told.Total is not null) context.Response.Headers["X-Total-Count"] = told.Total;
        try { await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(told.Body)); }
        catch (IOException) { /* who asked has had enough */ }
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        http.Dispose();
    }
}
