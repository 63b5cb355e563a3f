using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.Doors;

/// <summary>Another system's server that shows pieces of the hall in frames.</summary>
sealed class DeskProgram : IDisposable
{
    readonly HttpClient http;

    DeskProgram(HttpClient http, string token) => (this.http, Token) = (http, token);

    public string Token { get; }

    public static async Task<DeskProgram> RegisterAsync(RunningHall hall)
    {
        var client = (await hall.InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(new("Desk", ClientKind.Machine, [TokenScopes.Embed], EmbedOrigin: "https://desk.example"), Caller.System, default))).Value;
        var http = new HttpClient { BaseAddress = hall.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.ClientId, ["client_secret"] = client.Secret!, ["scope"] = TokenScopes.Embed });
        var answer = await (await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form)).Content.ReadFromJsonAsync<JsonElement>();
        var token = answer.GetProperty("access_token").GetString()!;
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http, token);
    }

    /// <summary>The token that opens one frame.</summary>
    public async Task<string> AllowAsync(Guid party)
    {
        var answer = await http.PostAsJsonAsync("/embed/tokens", new { viewer = "agent-7", customer = party.ToString(), part = "account", purpose = "ticket 7 of today" });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>The same, badly; its length is not told beforehand.</summary>
    public async Task<System.Net.HttpStatusCode> AskAsync(object body)
    {
        using var answer = await http.PostAsJsonAsync("/embed/tokens", body);
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();
}
