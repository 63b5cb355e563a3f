using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Wangting.Identity;
using Wangting.Kernel;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary><c>/connect/authorize</c>: OpenIddict has checked client, address, scopes and PKCE. Here: is somebody signed
/// in, freshly enough, do they agree; then a grant is opened and its code sent back.</summary>
internal sealed class AuthorizeDoor(Caller caller, FindClient clients, HasConsented consented, OpenClientGrantHandler open, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>When we last asked for a fresh proof, sealed, in the address to come back to.</summary>
    const string AskedAt = "wt_asked";
    /// <summary>Set by the consent page: the person said no.</summary>
    internal const string Denied = "wt_denied";

    public async Task<IResult> AnswerAsync(HttpContext http, CancellationToken ct)
    {
        if (http.GetOpenIddictServerResponse() is { Error: { } error }) return Results.Redirect(QueryHelpers.AddQueryString("/connect/problem", "why", error));
        var request = http.GetOpenIddictServerRequest()!;
        var quiet = request.HasPromptValue(PromptValues.None);

        if (!caller.IsPerson) return quiet ? Refused(Errors.LoginRequired) : Results.Challenge(new AuthenticationProperties { RedirectUri = Here(request) }, [SignInSchemes.Customer]);
        if (!IsFresh(request, caller)) return quiet ? Refused(Errors.LoginRequired) : Results.LocalRedirect(ProveAgain(request));
        if (request.GetParameter(Denied) is not null) return Refused(Errors.AccessDenied);
        var client = await clients.HandleAsync(request.ClientId!, ct);
        if (client is null) return Refused(Errors.UnauthorizedClient);
        if (!client.FirstParty && (request.HasPromptValue(PromptValues.Consent) || !await consented.HandleAsync(client.Id, [.. request.GetScopes()], caller, ct)))
            return quiet ? Refused(Errors.ConsentRequired) : Results.LocalRedirect("/connect/consent" + Query(request));

        var opened = await open.HandleAsync(new(client.Id, [.. request.GetScopes()]), caller, ct);
        return opened.IsRefused(out _, out var grant) ? Refused(Errors.LoginRequired) : SignIn(request, caller, client, grant);
    }

    bool IsFresh(OpenIddictRequest request, Caller caller)
    {
        if (Asked(request) is { } asked && caller.Proof.At >= asked) return true;
        if (request.HasPromptValue(PromptValues.Login)) return false;
        return request.MaxAge is not { } most || clock.GetUtcNow().UtcDateTime - caller.Proof.At <= TimeSpan.FromSeconds(most);
    }

    static IResult SignIn(OpenIddictRequest request, Caller caller, RegisteredClient client, Guid grant)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, caller.SubjectId.ToString());
        identity.SetClaim(Claims.AuthenticationTime, new DateTimeOffset(caller.Proof.At, TimeSpan.Zero).ToUnixTimeSeconds());
        identity.SetClaim(Claims.AuthenticationContextReference, TokenClaims.Acr(caller.Proof.Level));
        identity.SetClaim(TokenClaims.Session, caller.SessionId.ToString());
        identity.SetClaim(TokenClaims.Grant, grant.ToString());
        identity.SetClaim(TokenClaims.Serial, "0");
        identity.SetClaim(TokenDoor.ClientKey, client.Id.ToString());
        identity.SetScopes(request.GetScopes());
        identity.SetAudiences(TokenClaims.Audience);
        identity.SetDestinations(TokenClaims.Destinations);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // The step-up page proves again and comes back; "prompt=login" is dropped from the way back, or it would never end,
    // and the sealed moment tells whether a proof was given since.
    string ProveAgain(OpenIddictRequest request)
    {
        // Whole seconds, as a database may keep them: the proof comes after.
        var asked = Seal.Protect(clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture));
        return Doorway.With("/sign-in/prove?level=Proven&minutes=0", Here(request, without: AskedAt) + "&" + AskedAt + "=" + Uri.EscapeDataString(asked));
    }

    DateTime? Asked(OpenIddictRequest request)
    {
        if ((string?)request.GetParameter(AskedAt) is not { } sealedAt) return null;
        try { return new DateTime(long.Parse(Seal.Unprotect(sealedAt), CultureInfo.InvariantCulture), DateTimeKind.Utc); }
        catch (System.Security.Cryptography.CryptographicException) { return null; } // made up by somebody: as if not there
    }

    IDataProtector Seal => protection.CreateProtector("openid.asked");

    internal static string Here(OpenIddictRequest request, string? without = null) => "/connect/authorize" + Query(request, without);

    static string Query(OpenIddictRequest request, string? without = null) => QueryString.Create(request.GetParameters()
        .Where(p => p.Key != without).Select(p => KeyValuePair.Create<string, string?>(p.Key, (string?)p.Value))).ToString();

    static IResult Refused(string error) => TokenDoor.Refused(error, "");
}
