using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Asks to be told of an interface's events.</summary>
/// <param name="Types">Event types; all of the interface's when empty.</param>
/// <param name="Secret">To sign with; made here when null.</param>
public sealed record BeginListening(Guid Id, string Api, string Callback, string? Query, IReadOnlyList<string> Types, string? Secret, string Root, string? ClientId, Guid? GrantId);

/// <param name="Secret">Shown this once.</param>
public sealed record Listening(Guid Id, string Secret);

public sealed class BeginListeningHandler(PortalDbContext db, SecretColumns secrets, AnyFollowers followers, IOptions<ListenerOptions> options, TimeProvider clock)
{
    const int Most = 20;

    public async Task<Outcome<Listening>> HandleAsync(BeginListening command, Caller caller, CancellationToken ct)
    {
        if (!Fits(command.Callback, options.Value)) return Refusal.Invalid("listener.callback", "callback");
        if (command.Query?.Length > 1000 || command.Types.Sum(t => t.Length + 1) > 2000) return Refusal.Invalid("record.too_long", "query", ("most", 1000));
        if (command.Secret is { Length: < 16 or > 200 }) return Refusal.Invalid("listener.secret", "secret");
        if (await db.Set<Listener>().CountAsync(l => l.OwnerId == caller.SubjectId && l.EndedAt == null, ct) >= Most) return Refusal.Conflict("listener.too_many", ("most", Most));

        var secret = command.Secret ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        db.Add(new Listener
        {
            Id = command.Id, OwnerId = caller.SubjectId, ClientId = command.ClientId, GrantId = command.GrantId, Api = command.Api, Callback = command.Callback, Query = command.Query,
            Types = string.Join(' ', command.Types), Root = command.Root, SecretClosed = secrets.Close(Listener.SecretPurpose, secret), CreatedAt = clock.GetUtcNow().UtcDateTime,
        });
        db.Audit(caller, clock, "listener_begun", "hub", command.Id.ToString(), details: new { command.Api, host = new Uri(command.Callback).Host });
        await db.SaveChangesAsync(ct);
        followers.Begin();
        return new Listening(command.Id, secret);
    }

    // Whether the address leads inside is seen when it is connected to: a name can lead elsewhere by then.
    static bool Fits(string callback, ListenerOptions options) =>
        callback.Length <= 1000 && Uri.TryCreate(callback, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && options.Allows(System.Net.IPAddress.Loopback)));
}
