using System.ComponentModel.DataAnnotations;

namespace Wangting.Identity;

/// <summary>Section <c>OpenId</c>: this hall as an OpenID Connect provider.</summary>
public sealed class OpenIdOptions
{
    /// <summary>The address that stands in every token, such as <c>https://hall.example</c>. Empty: the address that the
    /// client used, which suits one host name without a proxy.</summary>
    public Uri? Issuer { get; set; }

    /// <summary>After how many days another key signs.</summary>
    [Range(2, 3650, ErrorMessage = "OpenId:SigningKeyDays is 2 to 3650.")] public int SigningKeyDays { get; set; } = 90;

    /// <summary>How long an access token lasts. Short: a system that checks it by its signature alone learns of a withdrawal no sooner.</summary>
    [Range(1, 60, ErrorMessage = "OpenId:AccessTokenMinutes is 1 to 60.")] public int AccessTokenMinutes { get; set; } = 10;

    /// <summary>How long a refresh token may lie unused.</summary>
    [Range(1, 90, ErrorMessage = "OpenId:RefreshTokenDays is 1 to 90.")] public int RefreshTokenDays { get; set; } = 30;
}
