using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A client as the token endpoints need it.</summary>
public sealed record RegisteredClient(Guid Id, string ClientId, LocalText Name, ClientKind Kind, string? SecretHash,
    IReadOnlyList<string> RedirectUris, IReadOnlyList<string> SignedOutUris, IReadOnlyList<string> Scopes, bool FirstParty, string? EmbedOrigin = null);

/// <summary>Finds clients that may act now, kept for a second across requests: looking one up on each request was a
/// sixth of a sign-in's cost, and a client that is switched off is off everywhere a second later (two, where checked tokens are kept).</summary>
public sealed class FindClient(IServiceScopeFactory scopes, TimeProvider clock)
{
    static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    // Only clients that exist are kept, so strangers cannot fill it.
    readonly ConcurrentDictionary<string, (RegisteredClient Client, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <returns>Null for one that is unknown or switched off.</returns>
    public async ValueTask<RegisteredClient?> HandleAsync(string clientId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (known.TryGetValue(clientId, out var kept) && kept.Until > now) return kept.Client;
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Set<Client>().AsNoTracking()
            .SingleOrDefaultAsync(c => c.ClientId == clientId && c.DisabledAt == null, ct);
        if (row is null)
        {
            known.TryRemove(clientId, out _);
            return null;
        }
        var client = Facts(row);
        known[clientId] = (client, now + Kept);
        return client;
    }

    /// <summary>Clients that registered an address to go to after signing out; for a sign-out that names no client.</summary>
    public async Task<IReadOnlyList<RegisteredClient>> BySignedOutAddressAsync(string address, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Set<Client>().AsNoTracking()
            .Where(c => c.DisabledAt == null && c.SignedOutUris.Contains(address)).ToListAsync(ct);
        return [.. rows.Select(Facts).Where(c => c.SignedOutUris.Contains(address))];
    }

    static RegisteredClient Facts(Client row) =>
        new(row.Id, row.ClientId, row.Name, row.Kind, row.SecretHash, Parts(row.RedirectUris), Parts(row.SignedOutUris), Parts(row.Scopes), row.FirstParty, row.EmbedOrigin);

    static string[] Parts(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
