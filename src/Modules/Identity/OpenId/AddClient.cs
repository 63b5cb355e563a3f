using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Registers a program that may ask for tokens.</summary>
public sealed record AddClient(string Name, ClientKind Kind, IReadOnlyList<string> Scopes, IReadOnlyList<string>? RedirectUris = null, IReadOnlyList<string>? SignedOutUris = null, bool FirstParty = false, string? EmbedOrigin = null);

/// <summary>The secret is shown this once; a native app has none.</summary>
public sealed record NewClient(Guid Id, string ClientId, string? Secret);

public sealed class AddClientHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<NewClient>> HandleAsync(AddClient command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(IdentityPermissions.ManageClients) is { } lacking) return lacking;
        if (Wrong(command) is { } wrong) return wrong;

        var secret = command.Kind == ClientKind.Native ? null : ClientSecret.Make();
        var id = Guid.CreateVersion7();
        var client = new Client
        {
            Id = id,
            // The name is for people and may change; the id is for programs and says nothing.
            ClientId = "wt-" + id.ToString("N")[20..],
            Name = LocalText.Of(command.Name.Trim(), command.Name.Trim()),
            Kind = command.Kind,
            SecretHash = secret is null ? null : ClientSecret.Hash(secret),
            RedirectUris = string.Join(' ', command.RedirectUris ?? []),
            SignedOutUris = string.Join(' ', command.SignedOutUris ?? []),
            Scopes = string.Join(' ', command.Scopes.Distinct(StringComparer.Ordinal)),
            FirstParty = command.FirstParty,
            EmbedOrigin = command.EmbedOrigin,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.Add(client);
        db.Audit(caller, clock, "client_added", "client", client.ClientId, details: new { client.Kind, client.Scopes });
        await db.SaveChangesAsync(ct);
        return new NewClient(id, client.ClientId, secret);
    }

    internal static Refusal? Wrong(AddClient command)
    {
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > 100) return Refusal.Invalid("client.name", nameof(command.Name));
        var allowed = command.Kind == ClientKind.Machine ? TokenScopes.OfMachines : TokenScopes.OfPersons;
        if (command.Scopes.Count == 0 || command.Scopes.FirstOrDefault(s => !allowed.Contains(s)) is { })
            return Refusal.Invalid("client.scope", nameof(command.Scopes), ("scope", command.Scopes.FirstOrDefault(s => !allowed.Contains(s)) ?? ""), ("choices", string.Join(' ', allowed.Order(StringComparer.Ordinal))));
        if (command.Scopes.Contains(TokenScopes.Embed) != (command.EmbedOrigin is not null) || (command.EmbedOrigin is { } origin && !IsOrigin(origin))) return Refusal.Invalid("client.embed_origin", nameof(command.EmbedOrigin));
        var addresses = (command.RedirectUris ?? []).Concat(command.SignedOutUris ?? []).ToList();
        if (command.Kind == ClientKind.Machine ? addresses.Count > 0 : command.RedirectUris is not { Count: > 0 })
            return Refusal.Invalid("client.redirect", nameof(command.RedirectUris));
        return addresses.FirstOrDefault(a => !Fits(a, command.Kind)) is { } address
            ? Refusal.Invalid("client.address", nameof(command.RedirectUris), ("address", address))
            : null;
    }

    // RFC 8252: an app may have a scheme of its own with a dot in it, or the loopback; all others https.
    static bool Fits(string address, ClientKind kind) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0 && !address.Contains(' ', StringComparison.Ordinal)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
            || (kind == ClientKind.Native && uri.Scheme.Contains('.', StringComparison.Ordinal)));

    // As browsers say it: scheme, host and port, nothing behind; it stands in a header as it is.
    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && text == uri.GetLeftPart(UriPartial.Authority) && text.Length <= 300 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-' or '[' or ']')
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
