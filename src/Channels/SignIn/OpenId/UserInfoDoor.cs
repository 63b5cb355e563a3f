using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using Wangting.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary><c>/connect/userinfo</c>: what the token's scopes let a client know of the person. The number stands here
/// whole, for a client with the scope <c>phone</c> alone; others get it masked as a name to greet with.</summary>
internal static class UserInfoDoor
{
    internal static async Task<IResult> Tell(HttpContext http, ViewTokenNumber numbers, CancellationToken ct)
    {
        var token = http.User;
        if (token.GetClaim(TokenClaims.Session) is not { } session || !token.HasScope(Scopes.OpenId)) return Results.Forbid(authenticationSchemes: [OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme]);
        var number = await numbers.HandleAsync(Guid.Parse(session), ct);
        var told = new Dictionary<string, object?>(StringComparer.Ordinal) { [Claims.Subject] = token.GetClaim(Claims.Subject) };
        if (token.HasScope(Scopes.Profile) && number is { } known) told[Claims.PreferredUsername] = known.Masked;
        if (token.HasScope(Scopes.Phone) && number is { Kind: Kernel.IdentifierKind.Mobile or Kernel.IdentifierKind.Fixed } whole)
            (told[Claims.PhoneNumber], told[Claims.PhoneNumberVerified]) = (whole.Value, true);
        return Results.Json(told);
    }
}
