using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Wangting.ChannelTests.Api;
using Wangting.ChannelTests.OpenId;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ChannelTests.Doors;

/// <summary>Tokens that are none, made as whoever would forge or misuse one makes them; where it matters signed with the
/// hall's own key, so that nothing but the one wrong claim can be why they are refused.</summary>
public sealed class Tokens_that_open_nothing(SqliteApiHall hall) : IClassFixture<SqliteApiHall>
{
    const string Individual = "/tmf-api/party/v4/individual";

    /// <summary>Every door that takes tokens.</summary>
    static readonly (HttpMethod Method, string Path)[] Doors = [(HttpMethod.Get, Individual), (HttpMethod.Get, "/connect/userinfo"), (HttpMethod.Post, "/connect/userinfo"), (HttpMethod.Post, "/embed/tokens")];

    ECDsa OurKey => ((ECDsaSecurityKey)hall.Hall.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials.First(c => c.Key is ECDsaSecurityKey).Key).ECDsa;

    static JsonObject Part(string token, int part) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[part]))!.AsObject();

    static string Signed(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var said = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return said + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(said)));
    }

    string ByUs(JsonObject header, JsonObject claims) => Signed(header, claims, text => OurKey.SignData(text, HashAlgorithmName.SHA256));

    static JsonObject With(JsonObject one, string name, JsonNode? value)
    {
        var copy = (JsonObject)one.DeepClone();
        if (value is null) copy.Remove(name);
        else copy[name] = value;
        return copy;
    }

    async Task RefusedAsync(string why, string token)
    {
        foreach (var (method, path) in Doors)
        {
            using var client = ApiClient.WithToken(hall.Hall, token);
            var answer = path == "/connect/userinfo" && method == HttpMethod.Post ? await client.SendAsync(method, path, "", "application/x-www-form-urlencoded") : await client.SendAsync(method, path, method == HttpMethod.Post ? "{}" : null);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{why} at {method} {path}: {answer.Status} {answer.Text}");
            Assert.True(answer.Header("WWW-Authenticate") is { } challenge && challenge.StartsWith("Bearer", StringComparison.Ordinal) && challenge.Contains("error=\"invalid_token\"", StringComparison.Ordinal), $"{why} at {method} {path}: {answer.Header("WWW-Authenticate")}");
            if (path == Individual) Assert.Equal("api.token", answer.ErrorCode(HttpStatusCode.Unauthorized));
        }
    }

    [Fact]
    public async Task A_token_with_one_thing_wrong_is_refused_though_our_key_signed_it()
    {
        var token = hall.Machine.Token!;
        var (header, claims) = (Part(token, 0), Part(token, 1));
        using (var same = ApiClient.WithToken(hall.Hall, ByUs(header, claims))) Assert.Equal(HttpStatusCode.OK, (await same.GetAsync(Individual)).Status);
        var now = hall.Hall.Clock.GetUtcNow();
        await RefusedAsync("another issuer", ByUs(header, With(claims, "iss", "https://issuer.example/")));
        await RefusedAsync("no issuer", ByUs(header, With(claims, "iss", null)));
        await RefusedAsync("another audience", ByUs(header, With(claims, "aud", "urn:other:api")));
        await RefusedAsync("no audience", ByUs(header, With(claims, "aud", null)));
        await RefusedAsync("expired", ByUs(header, With(claims, "exp", now.AddMinutes(-10).ToUnixTimeSeconds())));
        await RefusedAsync("no end", ByUs(header, With(claims, "exp", null)));
        await RefusedAsync("another kind of token", ByUs(With(header, "typ", "JWT"), claims));
        await RefusedAsync("a client that is none", ByUs(header, With(With(claims, "client_id", "wt-nobody"), "sub", "wt-nobody")));
    }

    [Fact]
    public async Task A_token_that_another_key_signed_or_none_is_refused()
    {
        var token = hall.Machine.Token!;
        var (header, claims) = (Part(token, 0), Part(token, 1));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RefusedAsync("another key", Signed(header, claims, text => other.SignData(text, HashAlgorithmName.SHA256)));
        await RefusedAsync("another key that it brings along", Signed(With(header, "jwk", JwkOf(other)), claims, text => other.SignData(text, HashAlgorithmName.SHA256)));
        foreach (var none in (string[])["none", "None", "NONE", ""])
            await RefusedAsync($"alg {none}", Signed(With(header, "alg", none), claims, _ => []));
        // The public key is known to all: who takes it for the secret of a MAC believes anybody.
        var ours = OurKey;
        byte[][] publicKeys = [ours.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(ours.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(ours.ExportSubjectPublicKeyInfoPem() + "\n"), Encoding.UTF8.GetBytes(JwkOf(ours).ToJsonString())];
        foreach (var secret in publicKeys)
            await RefusedAsync("HS256 with the public key", Signed(With(header, "alg", "HS256"), claims, text => HMACSHA256.HashData(secret, text)));
        await RefusedAsync("more said than signed", token.Split('.')[0] + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(With(claims, "scope", "party.read embed").ToJsonString())) + "." + token.Split('.')[2]);
        await RefusedAsync("20 kB", new string('a', 20_000));
        await RefusedAsync("20 kB of a token", token + new string('A', 20_000));
        foreach (var nothing in (string[])["x", "..", "a.b.c", "null", token + "."]) await RefusedAsync(nothing, nothing);
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task What_was_given_for_another_use_is_no_access_token()
    {
        using var program = await ClientProgram.RegisterAsync(hall.Hall, scopes: ["openid", "offline_access", "party.read"]);
        using var person = hall.Hall.Visit();
        await person.SignInAsync("19900000007");
        var code = ClientProgram.CodeIn(await person.GetAsync(program.Authorize("openid offline_access party.read")));
        await RefusedAsync("a code", code);
        var tokens = await program.CodeAsync(code);
        using (var app = ApiClient.WithToken(hall.Hall, tokens["access_token"]!)) Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(Individual)).Status);
        await RefusedAsync("a refresh token", tokens["refresh_token"]!);
        await RefusedAsync("an identity token", tokens["id_token"]!);
        await program.RevokeAsync(tokens["refresh_token"]!);
        hall.Hall.Clock.Advance(TimeSpan.FromSeconds(2));
        await RefusedAsync("one that was given back", tokens["access_token"]!);
    }

    [Fact]
    public async Task A_good_token_in_the_wrong_place_is_not_read()
    {
        using var nobody = ApiClient.Nobody(hall.Hall);
        using var app = await ApiClient.PersonAsync(hall.Hall, "18900000066");
        foreach (var token in (string[])[hall.Machine.Token!, app.Token!])
            foreach (var (method, path) in Doors)
            {
                var body = method != HttpMethod.Post ? null : path == "/embed/tokens" ? "{}" : "";
                var type = body?.Length == 0 ? "application/x-www-form-urlencoded" : "application/json";
                async Task NotReadAsync(string why, Task<ApiAnswer> asked)
                {
                    var answer = await asked;
                    Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{why} at {method} {path}: {answer.Status} {answer.Text}");
                    if (path == Individual || answer.Status == HttpStatusCode.Unauthorized) Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
                }
                await NotReadAsync("in the address", nobody.SendAsync(method, $"{path}?access_token={token}", body, type));
                if (body is not null) await NotReadAsync("in a form", nobody.SendAsync(method, path, "access_token=" + token, "application/x-www-form-urlencoded"));
                await NotReadAsync("twice", nobody.SendAsync(method, path, body, type, ("Authorization", "Bearer " + token), ("Authorization", "Bearer x")));
                await NotReadAsync("as a password", nobody.SendAsync(method, path, body, type, ("Authorization", "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("token:" + token)))));
                await NotReadAsync("in a cookie", nobody.SendAsync(method, path, body, type, ("Cookie", "access_token=" + token)));
            }
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task Too_little_scope_is_said_with_what_is_wanted()
    {
        using var little = await ApiClient.MachineAsync(hall.Hall, "usage.read");
        var answer = await little.GetAsync(Individual);
        Assert.Equal("api.scope", answer.ErrorCode(HttpStatusCode.Forbidden));
        Assert.Contains("error=\"insufficient_scope\", scope=\"party.read\"", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        // The door opens to who may write balances; that money may be given away is a scope of its own.
        using var writer = await ApiClient.MachineAsync(hall.Hall, "balance.write");
        var account = (await hall.Machine.GetAsync("accountManagement/v4/billingAccount?limit=1")).Ids.Single();
        var act = new { usageType = "monetary", amount = new { amount = 5, units = "CNY" }, partyAccount = new { id = account }, reason = "r" };
        Assert.Equal("permission.missing", (await writer.PostAsync("prepayBalanceManagement/v4/adjustBalance", act)).ErrorCode(HttpStatusCode.Forbidden));
        Assert.Empty((await hall.Machine.GetAsync("prepayBalanceManagement/v4/adjustBalance")).List);
    }

    static JsonObject JwkOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }
}

/// <summary>Who asks too often is told to wait, and nobody else waits for them.</summary>
public sealed class Asking_too_often
{
    sealed class StrictHall : RunningHall
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [KeyValuePair.Create("Api:MachineRequestsPerSecond", (string?)"5"), KeyValuePair.Create("Api:PersonRequestsPerSecond", (string?)"3")];
    }

    [Fact]
    public async Task Is_answered_with_how_long_to_wait_for_each_client_apart()
    {
        await using var hall = new StrictHall();
        await hall.InitializeAsync();
        using var greedy = await ApiClient.MachineAsync(hall, "party.read");
        using var modest = await ApiClient.MachineAsync(hall, "party.read");
        using var person = await ApiClient.PersonAsync(hall, "13300000001", "party.read");
        foreach (var (who, most) in ((ApiClient, int)[])[(greedy, 5), (person, 3)])
        {
            for (var i = 0; i < most; i++) Assert.Equal(HttpStatusCode.OK, (await who.GetAsync("party/v4/individual")).Status);
            var refused = await who.GetAsync("party/v4/individual");
            Assert.Equal("api.too_fast", refused.ErrorCode(HttpStatusCode.TooManyRequests));
            Assert.Equal("1", refused.Header("Retry-After"));
            Assert.Equal(HttpStatusCode.OK, (await modest.GetAsync("party/v4/individual")).Status);
        }
        hall.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await greedy.GetAsync("party/v4/individual")).Status);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("party/v4/individual")).Status);
    }
}
