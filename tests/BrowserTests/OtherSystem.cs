using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Wangting.BrowserTests;

/// <summary>Another firm's site, on an origin of its own: a desk with a piece of the hall in it, or an app that people come
/// back to.</summary>
public sealed class OtherSystem : IAsyncDisposable
{
    WebApplication? app;

    public string Origin { get; private set; } = "";

    /// <summary>What it shows at every address.</summary>
    public string Page { get; set; } = "<!DOCTYPE html><html lang=en><title>Back</title><main><h1>Back</h1></main></html>";

    public static async Task<OtherSystem> OpenAsync()
    {
        var system = new OtherSystem();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        system.app = builder.Build();
        system.app.Run(async http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(system.Page));
        });
        await system.app.StartAsync();
        system.Origin = system.app.Urls.First();
        return system;
    }

    /// <summary>A page with a frame into which it posts a form: nothing of it stands in an address.</summary>
    public void Post(string action, params (string Name, string Value)[] fields) => Page = $"""
        <!DOCTYPE html><html lang="zh-CN"><head><meta name="viewport" content="width=device-width"><title>工单 7</title></head><body><main><h1>工单 7</h1>
        <form method="post" action="{action}" target="piece">{string.Concat(fields.Select(f => $"<input type=\"hidden\" name=\"{f.Name}\" value=\"{WebUtility.HtmlEncode(f.Value)}\">"))}</form>
        <iframe name="piece" title="客户" style="width: 100%; height: 720px; border: 0"></iframe></main><script>document.forms[0].submit()</script></body></html>
        """;

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
    }
}
