using System.Security.Claims;
using OpenIddict.Abstractions;
using Wangting.Kernel;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary>What stands in our tokens, and where.</summary>
internal static class TokenClaims
{
    /// <summary>The grant that a person's token belongs to.</summary>
    public const string Grant = "wt_grant";
    /// <summary>Which turn of the grant a code or refresh token is good for.</summary>
    public const string Serial = "wt_serial";
    /// <summary>Id of the session, as in OpenID's logout specifications.</summary>
    public const string Session = "sid";
    /// <summary>Whom access tokens are for: the interfaces of this hall.</summary>
    public const string Audience = "urn:wangting:api";

    const string AcrPrefix = "urn:wangting:";

    /// <summary>The level of proof as an authentication context class.</summary>
    public static string Acr(Assurance level) => AcrPrefix + level.ToString().ToLowerInvariant();

    public static Assurance Level(string? acr) =>
        acr?.StartsWith(AcrPrefix, StringComparison.Ordinal) == true && Enum.TryParse<Assurance>(acr[AcrPrefix.Length..], ignoreCase: true, out var level) ? level : Assurance.None;

    public static IEnumerable<string> Destinations(Claim claim) => claim.Type switch
    {
        Claims.AuthenticationTime or Claims.AuthenticationContextReference or Session => [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken],
        Grant => [OpenIddictConstants.Destinations.AccessToken],
        // The serial is for code and refresh token alone, which are sealed; whatever else, for nobody.
        _ => [],
    };
}
