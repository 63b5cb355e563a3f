using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary><c>/connect/endsession</c> (OpenID RP-initiated logout): ends the session row, and with it the cookie and every
/// token of every client that built on it.</summary>
internal sealed class EndSessionDoor(Caller caller, EndSessionHandler end, IAntiforgery antiforgery)
{
    public async Task<IResult> AnswerAsync(HttpContext http, CancellationToken ct)
    {
        if (http.GetOpenIddictServerResponse() is { Error: { } error }) return Results.Redirect(QueryHelpers.AddQueryString("/connect/problem", "why", error));
        var request = http.GetOpenIddictServerRequest()!;
        if (await HintedAsync(http) is { } hinted)
        {
            // The hint is our own signed token: it says whose session, even where the browser sends no cookie.
            await end.HandleAsync(new(hinted.Session), caller.SubjectId == hinted.Person ? caller : Caller.Nobody(Channel.Web) with { Kind = CallerKind.Person, SubjectId = hinted.Person }, ct);
        }
        else if (caller is { IsPerson: true, SessionId: { } session })
        {
            // Without one anybody's link could sign people out: ask them.
            if (!HttpMethods.IsPost(http.Request.Method) || !await antiforgery.IsRequestValidAsync(http))
                return Results.LocalRedirect("/connect/sign-out" + QueryString.Create(request.GetParameters().Select(p => KeyValuePair.Create<string, string?>(p.Key, (string?)p.Value))));
            await end.HandleAsync(new(session), caller, ct);
        }
        await http.SignOutAsync(SignInSchemes.Customer);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    static async Task<(Guid Person, Guid Session)?> HintedAsync(HttpContext http) =>
        (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal is { } hint
        && Guid.TryParse(hint.GetClaim(TokenClaims.Session), out var session) && Guid.TryParse(hint.GetClaim(OpenIddictConstants.Claims.Subject), out var person)
            ? (person, session) : null;
}
