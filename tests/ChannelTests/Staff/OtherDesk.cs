using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Staff;

/// <summary>Another system's desk: its server, and a browser that posts what the server got.</summary>
static class OtherDesk
{
    public const string Origin = "https://desk.example", Viewer = "agent-7", Purpose = "工单 20261123-7";

    /// <summary>The desk's server with its token.</summary>
    public static async Task<HttpClient> ServerAsync(RunningHall hall, string scope = "embed")
    {
        var client = (await hall.InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(new("Desk", ClientKind.Machine, [scope], EmbedOrigin: scope == "embed" ? Origin : null), Caller.System, default))).Value;
        var server = new HttpClient { BaseAddress = hall.Address };
        using var credentials = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.ClientId, ["client_secret"] = client.Secret!, ["scope"] = scope });
        var answer = await (await server.PostAsync(new Uri("/connect/token", UriKind.Relative), credentials)).Content.ReadFromJsonAsync<JsonElement>();
        server.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("access_token").GetString());
        return server;
    }

    public static Task<HttpResponseMessage> AskAsync(HttpClient server, string part, string customer) =>
        server.PostAsJsonAsync("/embed/tokens", new { viewer = Viewer, customer, part, purpose = Purpose });

    public static async Task<string> TokenAsync(HttpClient server, string part, string customer)
    {
        var answer = await AskAsync(server, part, customer);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>What a browser gets that posts these from a page of that origin.</summary>
    public static async Task<(HttpResponseMessage Answer, string Html)> PostAsync(RunningHall hall, string origin, string address, params (string Name, string Value)[] fields)
    {
        using var browser = new HttpClient { BaseAddress = hall.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.TryAddWithoutValidation("Origin", origin);
        var answer = await browser.SendAsync(request);
        return (answer, await answer.Content.ReadAsStringAsync());
    }

    public static (string Name, string Value)[] Form(string token, string customer, string viewer = Viewer, string language = "zh-CN") => [("token", token), ("viewer", viewer), ("customer", customer), ("purpose", Purpose), ("language", language)];

    /// <summary>One piece, from asking for it to what stands in the frame.</summary>
    public static async Task<string> ShowAsync(RunningHall hall, HttpClient server, string part, string customer, string language) =>
        System.Net.WebUtility.HtmlDecode((await PostAsync(hall, Origin, "/embed", Form(await TokenAsync(server, part, customer), customer, language: language))).Html);
}
