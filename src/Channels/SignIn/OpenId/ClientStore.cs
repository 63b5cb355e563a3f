using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using Wangting.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.SignIn.OpenId;

/// <summary>OpenIddict's view of our clients: reading alone. Clients are written by Identity's operations, which audit.</summary>
internal sealed class ClientStore(FindClient find) : IOpenIddictApplicationStore<RegisteredClient>
{
    public ValueTask<RegisteredClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) => find.HandleAsync(identifier, cancellationToken);

    // Our key in OpenIddict's world is the client id itself: one cache, one look-up.
    public ValueTask<RegisteredClient?> FindByIdAsync(string identifier, CancellationToken cancellationToken) => find.HandleAsync(identifier, cancellationToken);
    public ValueTask<string?> GetIdAsync(RegisteredClient application, CancellationToken cancellationToken) => new(application.ClientId);
    public ValueTask<string?> GetClientIdAsync(RegisteredClient application, CancellationToken cancellationToken) => new(application.ClientId);
    public ValueTask<string?> GetClientSecretAsync(RegisteredClient application, CancellationToken cancellationToken) => new(application.SecretHash);
    public ValueTask<string?> GetApplicationTypeAsync(RegisteredClient application, CancellationToken cancellationToken) =>
        new(application.Kind == ClientKind.Native ? ApplicationTypes.Native : ApplicationTypes.Web);
    public ValueTask<string?> GetClientTypeAsync(RegisteredClient application, CancellationToken cancellationToken) =>
        new(application.Kind == ClientKind.Native ? ClientTypes.Public : ClientTypes.Confidential);
    public ValueTask<string?> GetConsentTypeAsync(RegisteredClient application, CancellationToken cancellationToken) =>
        new(application.FirstParty ? ConsentTypes.Implicit : ConsentTypes.Explicit);
    public ValueTask<string?> GetDisplayNameAsync(RegisteredClient application, CancellationToken cancellationToken) => new(application.Name.In("zh-CN"));
    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(RegisteredClient application, CancellationToken cancellationToken) => new([.. application.RedirectUris]);
    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(RegisteredClient application, CancellationToken cancellationToken) => new([.. application.SignedOutUris]);

    /// <summary>The kind says which endpoints and flows; what is not here is refused.</summary>
    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(RegisteredClient application, CancellationToken cancellationToken)
    {
        IEnumerable<string> flow = application.Kind == ClientKind.Machine
            ? [Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials]
            : [Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
               Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code];
        if (application.Scopes.Contains(OpenIddict.Abstractions.OpenIddictConstants.Scopes.OfflineAccess)) flow = flow.Append(Permissions.GrantTypes.RefreshToken);
        return new([.. flow, .. application.Scopes.Select(s => Permissions.Prefixes.Scope + s)]);
    }

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(RegisteredClient application, CancellationToken cancellationToken) =>
        new(application.Kind == ClientKind.Machine ? [] : [Requirements.Features.ProofKeyForCodeExchange]);

    public async IAsyncEnumerable<RegisteredClient> FindByPostLogoutRedirectUriAsync(string uri, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var client in await find.BySignedOutAddressAsync(uri, cancellationToken)) yield return client;
    }

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(RegisteredClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<CultureInfo, string>.Empty);
    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(RegisteredClient application, CancellationToken cancellationToken) => new((JsonWebKeySet?)null);
    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(RegisteredClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<string, JsonElement>.Empty);
    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(RegisteredClient application, CancellationToken cancellationToken) => new(ImmutableDictionary<string, string>.Empty);

    // What OpenIddict's server never calls.
    public IAsyncEnumerable<RegisteredClient> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) => throw ReadOnly();
    static NotSupportedException ReadOnly() => new("Clients are written by Identity's operations.");
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask<long> CountAsync<TResult>(Func<IQueryable<RegisteredClient>, IQueryable<TResult>> query, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask CreateAsync(RegisteredClient application, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask DeleteAsync(RegisteredClient application, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask<TResult?> GetAsync<TState, TResult>(Func<IQueryable<RegisteredClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask<RegisteredClient> InstantiateAsync(CancellationToken cancellationToken) => throw ReadOnly();
    public IAsyncEnumerable<RegisteredClient> ListAsync(int? count, int? offset, CancellationToken cancellationToken) => throw ReadOnly();
    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(Func<IQueryable<RegisteredClient>, TState, IQueryable<TResult>> query, TState state, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetApplicationTypeAsync(RegisteredClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetClientIdAsync(RegisteredClient application, string? identifier, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetClientSecretAsync(RegisteredClient application, string? secret, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetClientTypeAsync(RegisteredClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetConsentTypeAsync(RegisteredClient application, string? type, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetDisplayNameAsync(RegisteredClient application, string? name, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetDisplayNamesAsync(RegisteredClient application, ImmutableDictionary<CultureInfo, string> names, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetJsonWebKeySetAsync(RegisteredClient application, JsonWebKeySet? set, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetPermissionsAsync(RegisteredClient application, ImmutableArray<string> permissions, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetPostLogoutRedirectUrisAsync(RegisteredClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetPropertiesAsync(RegisteredClient application, ImmutableDictionary<string, JsonElement> properties, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetRedirectUrisAsync(RegisteredClient application, ImmutableArray<string> uris, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetRequirementsAsync(RegisteredClient application, ImmutableArray<string> requirements, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask SetSettingsAsync(RegisteredClient application, ImmutableDictionary<string, string> settings, CancellationToken cancellationToken) => throw ReadOnly();
    public ValueTask UpdateAsync(RegisteredClient application, CancellationToken cancellationToken) => throw ReadOnly();
}

/// <summary>Compares secrets our way: they are random, see <see cref="ClientSecret"/>.</summary>
internal sealed class ClientManager(IOpenIddictApplicationCache<RegisteredClient> cache, ILogger<OpenIddictApplicationManager<RegisteredClient>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<RegisteredClient> store) : OpenIddictApplicationManager<RegisteredClient>(cache, logger, options, store)
{
    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        new(ClientSecret.Matches(secret, comparand));
}
