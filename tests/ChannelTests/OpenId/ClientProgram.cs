using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.OpenId;

/// <summary>A program that signs people in by the book: discovery, code with PKCE, tokens; written by hand so that nothing
/// is forgiven that a library would forgive.</summary>
public sealed class ClientProgram : IDisposable
{
    public const string Back = "https://app.example/back";
    readonly HttpClient http;
    readonly NewClient registered;
    readonly string verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    ClientProgram(RunningHall hall, NewClient registered)
    {
        this.registered = registered;
        http = new HttpClient { BaseAddress = hall.Address };
    }

    public string Id => registered.ClientId;

    public static async Task<ClientProgram> RegisterAsync(RunningHall hall, ClientKind kind = ClientKind.Web, bool firstParty = true, params string[] scopes)
    {
        if (scopes.Length == 0) scopes = ["openid", "profile", "phone", "offline_access"];
        var machine = kind == ClientKind.Machine;
        var outcome = await hall.InScopeAsync(s => s.GetRequiredService<AddClientHandler>().HandleAsync(
            new("App", kind, scopes, machine ? null : [Back], machine ? null : ["https://app.example/bye"], firstParty), Caller.System, default));
        return new(hall, outcome.Value);
    }

    /// <summary>Where the person's browser is sent.</summary>
    public string Authorize(string scope = "openid profile phone offline_access", params (string Name, string Value)[] more)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = Id, ["response_type"] = "code", ["redirect_uri"] = Back, ["scope"] = scope, ["state"] = "s1", ["nonce"] = "n1",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in more) query[name] = value.Length == 0 ? null : value;
        return QueryHelpers.AddQueryString("/connect/authorize", query.Where(q => q.Value is not null));
    }

    /// <summary>The code in the address that a browser was sent back to.</summary>
    public static string CodeIn(Page page)
    {
        Assert.True(page.Location?.StartsWith(Back + "?", StringComparison.Ordinal), $"{page.Path}: {page.Status} {page.Location} {page.Words}");
        var query = QueryHelpers.ParseQuery(new Uri(page.Location!).Query);
        Assert.Equal("s1", query["state"]);
        return query["code"].ToString();
    }

    public Task<Answer> CodeAsync(string code, params (string, string)[] more) =>
        TokenAsync([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Back), ("code_verifier", verifier), .. more]);

    public Task<Answer> RefreshAsync(string token) => TokenAsync([("grant_type", "refresh_token"), ("refresh_token", token)]);

    public Task<Answer> TokenAsync((string Name, string Value)[] fields) => PostAsync("/connect/token", fields);

    public Task<Answer> RevokeAsync(string token) => PostAsync("/connect/revoke", [("token", token)]);

    async Task<Answer> PostAsync(string path, (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["client_id"] = Id };
        if (registered.Secret is { } secret) form["client_secret"] = secret;
        foreach (var (name, value) in fields) form[name] = value;
        using var content = new FormUrlEncodedContent(form);
        return await ReadAsync(await http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken));
    }

    public async Task<Answer> UserInfoAsync(string? token)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        if (token is not null) ask.Headers.Authorization = new("Bearer", token);
        return await ReadAsync(await http.SendAsync(ask, TestContext.Current.CancellationToken));
    }

    public async Task<Answer> GetAsync(string path) => await ReadAsync(await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    static async Task<Answer> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default, text);
    }

    public void Dispose() => http.Dispose();
}

public sealed record Answer(HttpStatusCode Status, JsonElement Json, string Text)
{
    public string? this[string name] => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>The claims of a token in this answer.</summary>
    public JsonElement Claims(string token) => Part(this[token]!, 1);

    public static JsonElement Part(string jwt, int part) => JsonDocument.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[part])).RootElement;
}
