using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.OpenId;
using Wangting.ChannelTests.Web;
using Wangting.Identity;

namespace Wangting.ChannelTests.Api;

/// <summary>A program that speaks to the Open APIs: a machine with scopes, or an app with a person's token.</summary>
public sealed class ApiClient : IDisposable
{
    readonly HttpClient http;

    ApiClient(RunningHall hall, string? token, string clientId)
    {
        http = new HttpClient { BaseAddress = hall.Address };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (Token, ClientId) = (token, clientId);
    }

    public string? Token { get; }
    public string ClientId { get; }

    public static ApiClient Nobody(RunningHall hall) => new(hall, null, "");
    public static ApiClient WithToken(RunningHall hall, string token) => new(hall, token, "");

    /// <summary>A machine that may do everything, or what the scopes say.</summary>
    public static async Task<ApiClient> MachineAsync(RunningHall hall, params string[] scopes)
    {
        if (scopes.Length == 0) scopes = [.. TokenScopes.OfMachines.Except([TokenScopes.Embed])];
        using var program = await ClientProgram.RegisterAsync(hall, ClientKind.Machine, scopes: scopes);
        var answer = await program.TokenAsync([("grant_type", "client_credentials"), ("scope", string.Join(' ', scopes))]);
        Assert.True(answer["access_token"] is not null, answer.Text);
        return new(hall, answer["access_token"], program.Id);
    }

    /// <summary>An app that a person signed in to with a number.</summary>
    public static async Task<ApiClient> PersonAsync(RunningHall hall, string number, params string[] scopes)
    {
        using var person = hall.Visit();
        await person.SignInAsync(number);
        return await PersonAsync(hall, person, scopes);
    }

    /// <summary>The same, for somebody who is at the hall already.</summary>
    public static async Task<ApiClient> PersonAsync(RunningHall hall, Visitor person, params string[] scopes)
    {
        if (scopes.Length == 0) scopes = [.. TokenScopes.OfPersons];
        using var program = await ClientProgram.RegisterAsync(hall, scopes: scopes);
        var page = await person.GetAsync(program.Authorize(string.Join(' ', scopes)));
        var answer = await program.CodeAsync(ClientProgram.CodeIn(page));
        Assert.True(answer["access_token"] is not null, answer.Text);
        return new(hall, answer["access_token"], program.Id);
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);
    public Task<ApiAnswer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);
    public Task<ApiAnswer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");
    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Creates, and expects it to be created.</summary>
    public async Task<JsonObject> CreateAsync(string path, object body)
    {
        var made = await PostAsync(path, body);
        Assert.True(made.Status == HttpStatusCode.Created, $"POST {path}: {made.Status} {made.Text}");
        Assert.Equal(made.Thing["href"]!.GetValue<string>(), made.Header("Location"));
        return made.Thing;
    }

    /// <summary>Begins to listen.</summary>
    public async Task<JsonObject> CreateHubAsync(string path, object body)
    {
        var made = await PostAsync(path, body);
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Thing;
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var ask = new HttpRequestMessage(method, new Uri(path.StartsWith('/') || path.StartsWith("http", StringComparison.Ordinal) ? path : "/tmf-api/" + path, UriKind.RelativeOrAbsolute));
        if (body is not null)
        {
            ask.Content = new ByteArrayContent(body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web)));
            ask.Content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
        }
        foreach (var (name, value) in headers) ask.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(ask, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var named = answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        return new(answer.StatusCode, text, named);
    }

    public void Dispose() => http.Dispose();
}

public sealed record ApiAnswer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException("null");
    public JsonObject Thing => Json.AsObject();
    public JsonArray List => Json.AsArray();
    public string? Header(string name) => Headers.GetValueOrDefault(name);
    public IEnumerable<string> Ids => List.Select(o => o!["id"]!.GetValue<string>());

    /// <summary>An error as the standard writes it, with this status.</summary>
    public string ErrorCode(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Status} {Text}");
        Assert.StartsWith("application/json", Header("Content-Type"), StringComparison.Ordinal);
        Assert.NotEmpty(Thing["reason"]!.GetValue<string>());
        Assert.NotEmpty(Thing["message"]!.GetValue<string>());
        Assert.DoesNotContain('[', Thing["message"]!.GetValue<string>());
        Assert.Equal(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), Thing["status"]!.GetValue<string>());
        return Thing["code"]!.GetValue<string>();
    }
}
