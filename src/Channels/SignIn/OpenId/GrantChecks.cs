using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation;
using Wangting.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary>Before a token is believed by this hall's own interfaces: a person's needs a grant and a session that still
/// hold, a machine's a client that is still registered. So signing out and switching off act at the next request, though
/// the token's signature is good for minutes.</summary>
internal sealed class CheckGrantOfToken(CheckClientGrant grants, FindClient clients) : IOpenIddictValidationHandler<OpenIddictValidationEvents.ValidateTokenContext>
{
    public async ValueTask HandleAsync(OpenIddictValidationEvents.ValidateTokenContext context)
    {
        if (context.Principal is not { } principal) return;
        // The protocol lets a token be without an end; none of ours is.
        var holds = principal.GetExpirationDate() is not null && (principal.GetClaim(TokenClaims.Grant) is { } grant
            ? await grants.HandleAsync(Guid.Parse(grant), context.CancellationToken)
            : principal.GetClaim(Claims.ClientId) is { } client && await clients.HandleAsync(client, context.CancellationToken) is { Kind: ClientKind.Machine });
        if (!holds) context.Reject(Errors.InvalidToken, "The token was withdrawn.");
    }
}

/// <summary><c>/connect/revoke</c>: whichever token of a sign-in is given back, the whole of it ends.</summary>
internal sealed class EndGrantOfToken(EndClientGrantHandler end, FindClient clients) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(OpenIddictServerEvents.HandleRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal?.GetClaim(TokenClaims.Grant) is not { } grant) return;
        if (context.Transaction.Request?.ClientId is not { } id || await clients.HandleAsync(id, context.CancellationToken) is not { } client) return;
        await end.HandleAsync(new(Guid.Parse(grant), client.Id), context.CancellationToken);
    }
}
