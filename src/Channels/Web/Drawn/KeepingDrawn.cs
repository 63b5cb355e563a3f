using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Channels.Web.Drawn;

/// <summary>Answers with a page that was drawn before, where it may (<see cref="DrawnFromAttribute{TShown}"/>). Session and
/// reading have been asked by then, as for any page: only the drawing is saved.</summary>
static class KeepingDrawn
{
    internal static IApplicationBuilder UseDrawnPages(this IApplicationBuilder app)
    {
        var pages = app.ApplicationServices.GetRequiredService<DrawnPages>();
        return pages.IsOff ? app : app.Use((http, next) =>
            HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<IDrawnFrom>() is { } from ? AnswerAsync(http, next, from, pages) : next(http));
    }

    static async Task AnswerAsync(HttpContext http, RequestDelegate next, IDrawnFrom from, DrawnPages pages)
    {
        if (http.RequestServices.GetRequiredService<Caller>().SessionId is not { } session || await from.FindAsync(http) is not { } shown)
        {
            await next(http);
            return;
        }
        var look = http.RequestServices.GetRequiredService<Look>();
        var address = http.Request.PathBase + http.Request.Path + http.Request.QueryString;
        if (pages.Find(session, from.Kind, address, look, shown) is { } drawing) Send(http, drawing);
        else await DrawAsync(http, next, page => pages.Keep(session, from.Kind, address, look, shown, page.Span, TokenOf(http)));
    }

    static void Send(HttpContext http, Drawing drawing)
    {
        var token = TokenOf(http);
        var length = drawing.LengthWith(token);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = length;
        drawing.Write(http.Response.BodyWriter.GetSpan(length), token);
        http.Response.BodyWriter.Advance(length);
    }

    static async Task DrawAsync(HttpContext http, RequestDelegate next, Action<ReadOnlyMemory<byte>> keep)
    {
        var to = http.Response.Body;
        using var drawn = new MemoryStream();
        http.Response.Body = drawn;
        try { await next(http); }
        finally { http.Response.Body = to; }
        var page = drawn.GetBuffer().AsMemory(0, (int)drawn.Length);
        if (http.Response.StatusCode == StatusCodes.Status200OK) keep(page);
        await to.WriteAsync(page, http.RequestAborted);
    }

    // Masked anew for each answer; within one request it is one.
    static byte[] TokenOf(HttpContext http) =>
        Encoding.ASCII.GetBytes(http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken ?? "");
}
