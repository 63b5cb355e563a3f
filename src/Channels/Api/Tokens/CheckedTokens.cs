using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using Wangting.Channels.SignIn.OpenId;
using Wangting.Identity;
using Wangting.Kernel;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wangting.Channels.Api.Tokens;

/// <summary>Who a token speaks for, and what it opens.</summary>
internal sealed record Bearer(Caller Caller, IReadOnlySet<string> Scopes, Guid? Grant, string? ClientId);

/// <summary>Tokens that were checked once, kept by their hash until they expire: the signature costs more than the rest of a
/// request. That what stands behind a token still holds (grant, session, client) is asked of the database again when the
/// last answer is older than a second, so a withdrawal acts within two on every node, and no node has to tell another.</summary>
internal sealed class CheckedTokens(TimeProvider clock)
{
    /// <summary>With the second that <see cref="FindClient"/> keeps, two at most.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(900);
    const int Most = 50_000;
    readonly ConcurrentDictionary<Hash, Known> known = new();

    readonly record struct Hash(ulong A, ulong B, ulong C, ulong D);

    sealed class Known(Bearer bearer, DateTimeOffset until, long asked)
    {
        public Bearer Bearer => bearer;
        public DateTimeOffset Until => until;
        public long Asked = asked;
    }

    /// <returns>Null for no token, and for one that is not believed.</returns>
    public async ValueTask<Bearer?> FindAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { Length: > 7 and < 8192 } value || !value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        var hash = HashOf(value);
        var now = clock.GetUtcNow();
        if (known.TryGetValue(hash, out var one) && one.Until > now)
        {
            if (now.Ticks - Volatile.Read(ref one.Asked) < Fresh.Ticks) return one.Bearer;
            if (await HoldsAsync(http, one.Bearer))
            {
                Volatile.Write(ref one.Asked, now.Ticks);
                return one.Bearer;
            }
        }
        known.TryRemove(hash, out _);
        return await CheckAsync(http, hash, now);
    }

    async Task<Bearer?> CheckAsync(HttpContext http, Hash hash, DateTimeOffset now)
    {
        // What the authentication middleware would have done: OpenIddict takes the request in before it reads the token.
        if (await http.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(http, OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme) is IAuthenticationRequestHandler handler)
            await handler.HandleRequestAsync();
        var checkedNow = await http.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (checkedNow.Principal is not { } principal || principal.GetExpirationDate() is not { } until || until <= now) return null;
        if (await BearerOfAsync(http, principal) is not { } bearer) return null;
        if (known.Count >= Most)
        {
            foreach (var (key, old) in known) if (old.Until <= now) known.TryRemove(key, out _);
            if (known.Count >= Most) known.Clear();
        }
        known[hash] = new Known(bearer, until, now.Ticks);
        return bearer;
    }

    static async Task<Bearer?> BearerOfAsync(HttpContext http, System.Security.Claims.ClaimsPrincipal principal)
    {
        var scopes = principal.GetScopes().ToHashSet(StringComparer.Ordinal);
        if (principal.GetClaim(TokenClaims.Grant) is { } grant)
            return new Bearer(new Caller
            {
                Kind = CallerKind.Person, Channel = Channel.Api, SubjectId = Guid.Parse(principal.GetClaim(Claims.Subject)!),
                SessionId = Guid.TryParse(principal.GetClaim(TokenClaims.Session), out var session) ? session : null,
                Proof = long.TryParse(principal.GetClaim(Claims.AuthenticationTime), System.Globalization.CultureInfo.InvariantCulture, out var at)
                    ? new Proof(TokenClaims.Level(principal.GetClaim(Claims.AuthenticationContextReference)), DateTimeOffset.FromUnixTimeSeconds(at).UtcDateTime) : Proof.None,
            }, scopes, Guid.Parse(grant), null);
        var id = principal.GetClaim(Claims.ClientId) ?? principal.GetClaim(Claims.Subject);
        if (id is null || await http.RequestServices.GetRequiredService<FindClient>().HandleAsync(id, http.RequestAborted) is not { Kind: ClientKind.Machine } client) return null;
        return new Bearer(new Caller { Kind = CallerKind.Machine, Channel = Channel.Api, SubjectId = client.Id, Permissions = scopes }, scopes, null, id);
    }

    static async Task<bool> HoldsAsync(HttpContext http, Bearer bearer) => bearer.Grant is { } grant
        ? await http.RequestServices.GetRequiredService<CheckClientGrant>().HandleAsync(grant, http.RequestAborted)
        : await http.RequestServices.GetRequiredService<FindClient>().HandleAsync(bearer.ClientId!, http.RequestAborted) is { Kind: ClientKind.Machine };

    static Hash HashOf(string header)
    {
        Span<byte> text = stackalloc byte[header.Length <= 1024 ? header.Length * 3 : 0];
        var bytes = text.Length > 0 ? text[..Encoding.UTF8.GetBytes(header, text)] : Encoding.UTF8.GetBytes(header);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return MemoryMarshal.Read<Hash>(hash);
    }
}
