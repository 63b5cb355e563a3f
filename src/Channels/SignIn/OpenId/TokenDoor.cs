using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Wangting.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary><c>/connect/token</c>: a code, a refresh token or a machine's credentials for tokens. OpenIddict has checked
/// the client, the PKCE verifier and the seal; here the grant is turned.</summary>
internal static class TokenDoor
{
    internal static async Task<IResult> Exchange(HttpContext http, TurnClientGrantHandler turn, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType()) return Machine(request);

        var given = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        var client = Guid.Parse(given.GetClaim(ClientKey)!);
        var serial = int.Parse(given.GetClaim(TokenClaims.Serial)!, CultureInfo.InvariantCulture);
        var turned = await turn.HandleAsync(new(Guid.Parse(given.GetClaim(TokenClaims.Grant)!), client, serial), ct);
        if (turned.IsRefused(out _, out var next)) return Refused(Errors.InvalidGrant, "The code or refresh token was used before, or the person has signed out.");

        var identity = new ClaimsIdentity(given.Claims, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(TokenClaims.Serial, next.ToString(CultureInfo.InvariantCulture));
        identity.SetDestinations(TokenClaims.Destinations);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>Our own key of the client, sealed into code and refresh token, saves looking it up.</summary>
    internal const string ClientKey = "wt_client";

    static IResult Machine(OpenIddictRequest request)
    {
        // Nothing by default: a machine names what it wants, and OpenIddict has seen that it may.
        if (request.GetScopes().Length == 0 || !request.GetScopes().All(TokenScopes.OfMachines.Contains)) return Refused(Errors.InvalidScope, "Name the scopes you need; a machine has none of a person's.");
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, request.ClientId);
        identity.SetScopes(request.GetScopes());
        identity.SetAudiences(TokenClaims.Audience);
        identity.SetDestinations(TokenClaims.Destinations);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    internal static IResult Refused(string error, string description) => Results.Forbid(new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
    }), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
