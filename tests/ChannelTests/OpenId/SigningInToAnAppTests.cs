using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.ChannelTests.OpenId;

public sealed class Signing_in_to_an_app(RunningHall hall) : IClassFixture<RunningHall>
{
    const string Number = "13300000001";

    async Task<Visitor> ArriveAsync(string number)
    {
        // Codes to one number are limited: the last scenario's are an hour ago.
        hall.Clock.Advance(TimeSpan.FromHours(1));
        var person = hall.Visit();
        await person.SignInAsync(number);
        return person;
    }

    async Task<(Visitor Person, ClientProgram App, Answer Tokens)> SignedInAsync()
    {
        var app = await ClientProgram.RegisterAsync(hall);
        var person = await ArriveAsync(Number);
        return (person, app, await app.CodeAsync(ClientProgram.CodeIn(await person.GetAsync(app.Authorize()))));
    }

    [Fact]
    public async Task A_person_signs_in_on_the_way_and_the_app_learns_who_how_and_when()
    {
        using var app = await ClientProgram.RegisterAsync(hall);
        using var person = hall.Visit();
        hall.Clock.Advance(TimeSpan.FromHours(1));
        var asked = await person.GetAsync(app.Authorize());
        Assert.Contains("/sign-in?return=", asked.Location, StringComparison.Ordinal);
        // A browser would stop the last redirect after the form if the page did not name where it leads.
        Assert.Contains("form-action 'self' https://app.example", Policy(await person.FollowAsync(asked)), StringComparison.Ordinal);
        Assert.DoesNotContain("app.example", Policy(await person.GetAsync("/sign-in")), StringComparison.Ordinal);
        var back = Uri.UnescapeDataString(asked.Location!.Split("return=")[1]);
        var entered = await person.SignInAsync(Number, back);
        var tokens = await app.CodeAsync(ClientProgram.CodeIn(await person.FollowAsync(entered)));

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        var id = tokens.Claims("id_token");
        Assert.Equal((app.Id, "n1"), (id.GetProperty("aud").GetString(), id.GetProperty("nonce").GetString()));
        Assert.Equal("urn:wangting:proven", id.GetProperty("acr").GetString());
        Assert.InRange(id.GetProperty("auth_time").GetInt64(), hall.Clock.GetUtcNow().ToUnixTimeSeconds() - 60, hall.Clock.GetUtcNow().ToUnixTimeSeconds() + 1);
        Assert.False(id.TryGetProperty("phone_number", out _));
        var info = await app.UserInfoAsync(tokens["access_token"]);
        Assert.Equal((id.GetProperty("sub").GetString(), "133 **** 0001", "+86" + Number), (info["sub"], info["preferred_username"], info["phone_number"]));
    }

    [Fact]
    public async Task Tokens_are_signed_by_a_published_P_256_key_and_only_for_this_hall()
    {
        var (person, app, tokens) = await SignedInAsync();
        using (person)
        using (app)
        {
            var discovery = await app.GetAsync("/.well-known/openid-configuration");
            Assert.Equal(hall.Address.ToString(), discovery["issuer"]);
            Assert.Equal("[\"S256\"]", Compact(discovery["code_challenge_methods_supported"]));
            Assert.Equal("[\"ES256\"]", Compact(discovery["id_token_signing_alg_values_supported"]));
            Assert.Equal("[\"code\"]", Compact(discovery["response_types_supported"]));
            var keys = (await app.GetAsync(new Uri(discovery["jwks_uri"]!).AbsolutePath)).Json.GetProperty("keys").EnumerateArray().ToArray();
            Assert.All(keys, k => Assert.Equal(("EC", "P-256", "ES256", "sig"), (Of(k, "kty"), Of(k, "crv"), Of(k, "alg"), Of(k, "use"))));
            Assert.All(keys, k => Assert.False(k.TryGetProperty("d", out _)));
            foreach (var name in new[] { "id_token", "access_token" })
            {
                var jwt = tokens[name]!;
                var key = keys.Single(k => Of(k, "kid") == Answer.Part(jwt, 0).GetProperty("kid").GetString());
                using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars(Of(key, "x")), Y = Base64Url.DecodeFromChars(Of(key, "y")) } });
                Assert.True(ec.VerifyData(Encoding.ASCII.GetBytes(jwt[..jwt.LastIndexOf('.')]), Base64Url.DecodeFromChars(jwt.AsSpan()[(jwt.LastIndexOf('.') + 1)..]), HashAlgorithmName.SHA256));
            }
            Assert.Equal("urn:wangting:api", tokens.Claims("access_token").GetProperty("aud").GetString());
            // Neither the serial nor our key of the client is anybody's business.
            Assert.DoesNotContain("wt_serial", tokens.Claims("access_token").ToString(), StringComparison.Ordinal);
        }
    }

    static string Policy(Page page) => string.Join(' ', page.Answer.Headers.GetValues("Content-Security-Policy"));
    static string Of(JsonElement key, string name) => key.GetProperty(name).GetString()!;
    static string Compact(string? json) => JsonSerializer.Serialize(JsonDocument.Parse(json!).RootElement);

    [Fact]
    public async Task A_code_works_once_and_used_again_ends_what_it_gave()
    {
        using var app = await ClientProgram.RegisterAsync(hall);
        using var person = await ArriveAsync(Number);
        var code = ClientProgram.CodeIn(await person.GetAsync(app.Authorize()));
        var first = await app.CodeAsync(code);
        var second = await app.CodeAsync(code);

        Assert.Equal("invalid_grant", second["error"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.UserInfoAsync(first["access_token"])).Status);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(first["refresh_token"]!))["error"]);
    }

    [Fact]
    public async Task A_refresh_token_turns_into_the_next_and_its_reuse_ends_both()
    {
        var (person, app, tokens) = await SignedInAsync();
        using (person)
        using (app)
        {
            var next = await app.RefreshAsync(tokens["refresh_token"]!);
            Assert.Equal(HttpStatusCode.OK, next.Status);
            Assert.NotEqual(tokens["refresh_token"], next["refresh_token"]);
            Assert.Equal(tokens.Claims("id_token").GetProperty("auth_time").GetInt64(), next.Claims("id_token").GetProperty("auth_time").GetInt64());
            Assert.Equal(HttpStatusCode.OK, (await app.UserInfoAsync(next["access_token"])).Status);

            Assert.Equal("invalid_grant", (await app.RefreshAsync(tokens["refresh_token"]!))["error"]);
            Assert.Equal("invalid_grant", (await app.RefreshAsync(next["refresh_token"]!))["error"]);
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.UserInfoAsync(next["access_token"])).Status);
        }
    }

    [Fact]
    public async Task Without_the_right_verifier_secret_client_or_address_a_code_is_worth_nothing()
    {
        using var app = await ClientProgram.RegisterAsync(hall);
        using var other = await ClientProgram.RegisterAsync(hall);
        using var person = await ArriveAsync(Number);
        async Task<string> Code() => ClientProgram.CodeIn(await person.GetAsync(app.Authorize()));

        Assert.Equal("invalid_grant", (await app.CodeAsync(await Code(), ("code_verifier", new string('x', 43))))["error"]);
        Assert.Equal("invalid_client", (await app.CodeAsync(await Code(), ("client_secret", "wrong")))["error"]);
        Assert.Equal("invalid_grant", (await other.CodeAsync(await Code()))["error"]);
        Assert.Equal("invalid_grant", (await app.CodeAsync(await Code(), ("redirect_uri", "https://app.example/other")))["error"]);
        Assert.Equal("invalid_grant", (await app.CodeAsync("made-up"))["error"]);
        var late = await Code();
        hall.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("invalid_grant", (await app.CodeAsync(late))["error"]);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/back")]
    [InlineData("redirect_uri", "https://app.example/back/")]
    [InlineData("client_id", "unknown")]
    public async Task Where_the_address_is_not_known_nobody_is_sent_there_but_told(string name, string value)
    {
        using var app = await ClientProgram.RegisterAsync(hall);
        using var person = await ArriveAsync(Number);
        var page = await person.GetAsync(app.Authorize(more: (name, value)));
        Assert.StartsWith("/connect/problem", page.Location, StringComparison.Ordinal);
        var told = await person.FollowAsync(page);
        Assert.Equal(HttpStatusCode.BadRequest, told.Status);
        Assert.True(told.Says("没有任何资料交给它"));
    }

    [Theory]
    [InlineData("code_challenge", "")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("scope", "openid bill.read")]
    [InlineData("scope", "openid nonsense")]
    [InlineData("response_type", "token")]
    public async Task What_is_not_allowed_gives_no_code_and_the_person_is_told(string name, string value)
    {
        using var app = await ClientProgram.RegisterAsync(hall);
        using var person = await ArriveAsync(Number);
        var page = await person.GetAsync(app.Authorize(more: (name, value)));
        Assert.StartsWith("/connect/problem", page.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await person.FollowAsync(page)).Status);
    }

    [Fact]
    public async Task A_tampered_expired_or_foreign_token_opens_nothing()
    {
        var (person, app, tokens) = await SignedInAsync();
        using (person)
        using (app)
        {
            var token = tokens["access_token"]!;
            var parts = token.Split('.');
            var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("\"openid", "\"bill.read openid", StringComparison.Ordinal);
            foreach (var bad in new[] { null, "", "x", parts[0] + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims)) + "." + parts[2], token[..^4] + "AAAA", tokens["id_token"], tokens["refresh_token"] })
                Assert.Equal(HttpStatusCode.Unauthorized, (await app.UserInfoAsync(bad)).Status);
            Assert.Equal(HttpStatusCode.OK, (await app.UserInfoAsync(token)).Status);
            hall.Clock.Advance(TimeSpan.FromMinutes(11));
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.UserInfoAsync(token)).Status);
        }
    }

    [Fact]
    public async Task Signing_out_by_the_app_ends_the_session_and_every_apps_tokens_and_leads_back()
    {
        var (person, app, tokens) = await SignedInAsync();
        using var second = await ClientProgram.RegisterAsync(hall);
        using (person)
        using (app)
        {
            var others = await second.CodeAsync(ClientProgram.CodeIn(await person.GetAsync(second.Authorize())));
            var page = await person.GetAsync("/connect/endsession?id_token_hint=" + tokens["id_token"] + "&post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fbye&state=x");
            Assert.StartsWith("https://app.example/bye", page.Location, StringComparison.Ordinal);
            Assert.Contains("/sign-in", (await person.GetAsync("/me/security")).Location, StringComparison.Ordinal);
            foreach (var (program, given) in new[] { (app, tokens), (second, others) })
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await program.UserInfoAsync(given["access_token"])).Status);
                Assert.Equal("invalid_grant", (await program.RefreshAsync(given["refresh_token"]!))["error"]);
            }
        }
    }

    [Fact]
    public async Task Anybodys_link_signs_nobody_out_without_asking()
    {
        var (person, app, tokens) = await SignedInAsync();
        using (person)
        using (app)
        {
            var page = await person.GetAsync("/connect/endsession");
            Assert.StartsWith("/connect/sign-out", page.Location, StringComparison.Ordinal);
            Assert.StartsWith("/connect/sign-out", (await person.PostAsync("/connect/endsession")).Location, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await app.UserInfoAsync(tokens["access_token"])).Status);
            var asked = await person.FollowAsync(page);
            await person.SendAsync(asked["/connect/endsession"]);
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.UserInfoAsync(tokens["access_token"])).Status);
        }
    }

    [Fact]
    public async Task A_token_given_back_ends_the_grant()
    {
        var (person, app, tokens) = await SignedInAsync();
        using (person)
        using (app)
        {
            Assert.Equal(HttpStatusCode.OK, (await app.RevokeAsync(tokens["refresh_token"]!)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.UserInfoAsync(tokens["access_token"])).Status);
            Assert.Equal("invalid_grant", (await app.RefreshAsync(tokens["refresh_token"]!))["error"]);
        }
    }

    [Fact]
    public async Task Prompt_none_never_asks_prompt_login_and_max_age_do()
    {
        using var app = await ClientProgram.RegisterAsync(hall);
        using var person = hall.Visit();
        Assert.Contains("error=login_required", (await person.GetAsync(app.Authorize(more: ("prompt", "none")))).Location, StringComparison.Ordinal);
        hall.Clock.Advance(TimeSpan.FromHours(1));
        await person.SignInAsync(Number);
        ClientProgram.CodeIn(await person.GetAsync(app.Authorize(more: ("prompt", "none"))));

        hall.Clock.Advance(TimeSpan.FromMinutes(10));
        ClientProgram.CodeIn(await person.GetAsync(app.Authorize(more: ("max_age", "3600"))));
        Assert.Contains("error=login_required", (await person.GetAsync(app.Authorize(more: [("prompt", "none"), ("max_age", "300")]))).Location, StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("max_age", "300"), ("prompt", "login") })
        {
            hall.Clock.Advance(TimeSpan.FromMinutes(6));
            var before = hall.Clock.GetUtcNow().ToUnixTimeSeconds();
            var asked = await person.GetAsync(app.Authorize(more: (name, value)));
            Assert.StartsWith("/sign-in/prove", asked.Location, StringComparison.Ordinal);
            hall.Clock.Advance(TimeSpan.FromSeconds(5));
            var proven = await person.ProveAsync(asked, Number);
            var tokens = await app.CodeAsync(ClientProgram.CodeIn(proven));
            Assert.True(tokens.Claims("id_token").GetProperty("auth_time").GetInt64() > before);
        }
    }

    [Fact]
    public async Task Another_firms_app_needs_consent_once_and_no_means_no()
    {
        using var app = await ClientProgram.RegisterAsync(hall, firstParty: false, scopes: ["openid", "profile"]);
        using var person = await ArriveAsync("19900000007");
        Assert.Contains("error=consent_required", (await person.GetAsync(app.Authorize("openid profile", ("prompt", "none")))).Location, StringComparison.Ordinal);
        var page = await person.FollowAsync(await person.GetAsync(app.Authorize("openid profile")));
        Assert.True(page.Says("“App”"), page.Words);
        var no = await person.FollowAsync(await person.SendAsync(page["consent"], ("Yes", "false")));
        Assert.Contains("error=access_denied", no.Location, StringComparison.Ordinal);

        page = await person.FollowAsync(await person.GetAsync(app.Authorize("openid profile")));
        var yes = await person.FollowAsync(await person.SendAsync(page["consent"], ("Yes", "true")));
        var tokens = await app.CodeAsync(ClientProgram.CodeIn(yes));
        Assert.Null((await app.UserInfoAsync(tokens["access_token"]))["phone_number"]);
        ClientProgram.CodeIn(await person.GetAsync(app.Authorize("openid profile", ("prompt", "none"))));
    }

    [Fact]
    public async Task A_machine_gets_what_it_may_and_asks_for_and_no_persons_data()
    {
        using var machine = await ClientProgram.RegisterAsync(hall, ClientKind.Machine, scopes: ["bill.read", "party.read"]);
        Task<Answer> Ask(string? scope) => machine.TokenAsync([("grant_type", "client_credentials"), .. scope is null ? Array.Empty<(string, string)>() : [("scope", scope)]]);
        var given = await Ask("bill.read");
        Assert.Equal("bill.read", given.Claims("access_token").GetProperty("scope").GetString());
        Assert.Null(given["refresh_token"]);
        Assert.Equal("invalid_scope", (await Ask(null))["error"]);
        foreach (var scope in new[] { "payment.write", "openid", "bill.read payment.write", "nonsense" }) Assert.NotNull((await Ask(scope))["error"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await machine.UserInfoAsync(given["access_token"])).Status);

        await hall.InScopeAsync(s => s.GetRequiredService<DisableClientHandler>().HandleAsync(new(machine.Id), Caller.System, default));
        hall.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("invalid_client", (await Ask("bill.read"))["error"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await machine.UserInfoAsync(given["access_token"])).Status);
    }
}
