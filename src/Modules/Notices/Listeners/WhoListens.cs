using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <param name="Types">Empty for all.</param>
public sealed record ActiveListener(Guid Id, Guid OwnerId, string? ClientId, Guid? GrantId, string Api, IReadOnlyList<string> Types, string Root);

/// <summary>Who listens now; and puts what they are to hear in their queues, in the caller's unit of work.</summary>
public sealed class WhoListens(PortalDbContext db, TimeProvider clock) : IAskFollowers
{
    public Task<bool> AnyAsync(CancellationToken ct) => db.Set<Listener>().AnyAsync(l => l.EndedAt == null, ct);

    public async Task<IReadOnlyList<ActiveListener>> ListAsync(string api, CancellationToken ct) =>
        [.. (await db.Set<Listener>().AsNoTracking().Where(l => l.EndedAt == null && l.Api == api).OrderBy(l => l.Id).ToListAsync(ct))
            .Select(l => new ActiveListener(l.Id, l.OwnerId, l.ClientId, l.GrantId, l.Api, l.Types.Split(' ', StringSplitOptions.RemoveEmptyEntries), l.Root))];

    /// <summary>Adds an event to a listener's queue; the caller saves.</summary>
    public void Queue(Guid listener, Guid eventId, string body) => db.Add(new ListenerEvent { Id = eventId, ListenerId = listener, Body = body, At = clock.GetUtcNow().UtcDateTime });
}
