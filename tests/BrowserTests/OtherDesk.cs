using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.BrowserTests;

/// <summary>Another system's desk, registered with the hall: its server asks for a token, its page shows the piece.</summary>
public sealed class OtherDesk : IAsyncDisposable
{
    public const string Viewer = "agent-7", Purpose = "工单 20261123-7";
    readonly HttpClient server;
    readonly Uri embed;

    OtherDesk(OtherSystem site, HttpClient server, Uri embed) => (Site, this.server, this.embed) = (site, server, embed);

    public OtherSystem Site { get; }
    /// <summary>Where its page posts to.</summary>
    public string Action => embed.AbsoluteUri;

    public static async Task<OtherDesk> OpenAsync(BrowserHall hall)
    {
        var site = await OtherSystem.OpenAsync();
        var client = (await hall.InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(new("Desk", ClientKind.Machine, ["embed"], EmbedOrigin: site.Origin), Caller.System, default))).Value;
        var server = new HttpClient { BaseAddress = new Uri(hall.Address) };
        using var credentials = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.ClientId, ["client_secret"] = client.Secret!, ["scope"] = "embed" });
        var answer = await (await server.PostAsync(new Uri("/connect/token", UriKind.Relative), credentials)).Content.ReadFromJsonAsync<JsonElement>();
        server.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("access_token").GetString());
        return new OtherDesk(site, server, new Uri(server.BaseAddress, "/embed"));
    }

    /// <summary>What the page has to post for one piece.</summary>
    public async Task<(string Name, string Value)[]> AskAsync(string part, string customer, string look = "zh-CN.light.normal")
    {
        var answer = await server.PostAsJsonAsync("/embed/tokens", new { viewer = Viewer, customer, part, purpose = Purpose });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        return [("token", token), ("viewer", Viewer), ("customer", customer), ("purpose", Purpose), ("language", look.Split('.')[0]), ("mode", look.Split('.')[1])];
    }

    /// <summary>Opens the desk's page and waits for what comes into its frame.</summary>
    public async Task<IFrameLocator> ShowAsync(IPage page, params (string Name, string Value)[] fields)
    {
        Site.Post(Action, fields);
        await page.GotoAsync(Site.Origin);
        var frame = page.FrameLocator("iframe");
        await frame.Locator("main#main").WaitForAsync();
        return frame;
    }

    public async ValueTask DisposeAsync()
    {
        server.Dispose();
        await Site.DisposeAsync();
    }
}
