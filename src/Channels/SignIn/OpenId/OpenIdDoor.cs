using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using Wangting.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary>This hall as an OpenID Connect provider. OpenIddict speaks the protocol; clients, grants, consents and keys are
/// Identity's (docs/decisions/0010).</summary>
public static class OpenIdDoor
{
    /// <summary>Policy of the interfaces that take tokens: a token of ours that still holds.</summary>
    public const string TokenPolicy = "token";

    public static IServiceCollection AddOpenIdDoor(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeyRing>();
        services.AddHostedService(s => s.GetRequiredService<SigningKeyRing>());
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(s => s.GetRequiredService<SigningKeyRing>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(s => s.GetRequiredService<SigningKeyRing>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictValidationOptions>>(s => s.GetRequiredService<SigningKeyRing>());
        services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<OpenIdOptions>>((server, ours) =>
        {
            server.Issuer = ours.Value.Issuer;
            server.AccessTokenLifetime = TimeSpan.FromMinutes(ours.Value.AccessTokenMinutes);
            server.IdentityTokenLifetime = TimeSpan.FromMinutes(10);
            server.AuthorizationCodeLifetime = TimeSpan.FromMinutes(1);
            server.RefreshTokenLifetime = TimeSpan.FromDays(ours.Value.RefreshTokenDays);
        });
        services.AddOpenIddict()
            .AddCore(core => core.SetDefaultApplicationEntity<RegisteredClient>()
                .ReplaceApplicationStore<RegisteredClient, ClientStore>(ServiceLifetime.Singleton)
                .ReplaceApplicationManager<RegisteredClient, ClientManager>()
                .DisableEntityCaching())
            .AddServer(Serve)
            .AddValidation(Validate);
        services.AddScoped<AuthorizeDoor>();
        services.AddScoped<EndSessionDoor>();
        services.AddAuthorizationBuilder().AddPolicy(TokenPolicy, p => p
            .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme).RequireAuthenticatedUser());
        return services;
    }

    static void Serve(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/endsession")
            .SetUserInfoEndpointUris("connect/userinfo").SetRevocationEndpointUris("connect/revoke").SetJsonWebKeySetEndpointUris("connect/keys");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
        // PKCE by hash alone (RFC 9700 §2.1.1): a plain verifier protects nothing that a code does not.
        server.Configure(o => o.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        // What is not offered here is not announced either.
        server.Configure(o => o.ClientAuthenticationMethods.Remove(ClientAuthenticationMethods.PrivateKeyJwt));
        server.Configure(o => o.PromptValues.Remove(PromptValues.SelectAccount));
        server.RegisterScopes([.. TokenScopes.All]);
        server.RegisterClaims(Claims.Subject, Claims.AuthenticationTime, Claims.AuthenticationContextReference, TokenClaims.Session, Claims.PreferredUsername, Claims.PhoneNumber, Claims.PhoneNumberVerified);
        // Our grants are the token store (Identity's ClientGrant); a client's scopes are its permissions.
        server.DisableTokenStorage().DisableAuthorizationStorage().DisableScopeValidation().IgnoreAudiencePermissions().IgnoreResourcePermissions();
        // Others check an access token by its signature; it is signed, not encrypted.
        server.DisableAccessTokenEncryption();
        // Codes and refresh tokens are ours alone to read: sealed by Data Protection, whose keys are wrapped and turned already.
        server.UseDataProtection().PreferDefaultAccessTokenFormat();
        // The grant is what is revoked, not an entry of OpenIddict's.
        server.RemoveEventHandler(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor);
        server.AddEventHandler<OpenIddictServerEvents.HandleRevocationRequestContext>(h => h.UseScopedHandler<EndGrantOfToken>().SetOrder(int.MinValue + 500_000));
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableEndSessionEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough().EnableErrorPassthrough()
            .DisableTransportSecurityRequirement(); // TLS ends at the proxy; OpenId:Issuer must be https there
    }

    static void Validate(OpenIddictValidationBuilder validation)
    {
        validation.UseLocalServer();
        // In the header alone: an address ends up in logs, histories and referrers (RFC 9700 §4.3.2).
        validation.UseAspNetCore().DisableAccessTokenExtractionFromQueryString().DisableAccessTokenExtractionFromBodyForm();
        validation.AddAudiences(TokenClaims.Audience);
        validation.AddEventHandler<OpenIddictValidationEvents.ValidateTokenContext>(h => h.UseScopedHandler<CheckGrantOfToken>().SetOrder(int.MaxValue - 100_000));
    }

    /// <summary>The endpoints; discovery, keys and revocation are answered by OpenIddict itself.</summary>
    public static void MapOpenIdDoor(this IEndpointRouteBuilder routes)
    {
        var connect = routes.MapGroup("/connect").DisableAntiforgery();
        connect.MapMethods("/authorize", [HttpMethods.Get, HttpMethods.Post], (AuthorizeDoor door, HttpContext http, CancellationToken ct) => door.AnswerAsync(http, ct)).AllowAnonymous();
        connect.MapPost("/token", TokenDoor.Exchange).AllowAnonymous();
        connect.MapMethods("/endsession", [HttpMethods.Get, HttpMethods.Post], (EndSessionDoor door, HttpContext http, CancellationToken ct) => door.AnswerAsync(http, ct)).AllowAnonymous();
        connect.MapMethods("/userinfo", [HttpMethods.Get, HttpMethods.Post], UserInfoDoor.Tell).RequireAuthorization(TokenPolicy);
    }
}
