using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>Tells modules to the right, in the same save as the thing that happened. A message may carry a due time, so
/// a promise clock or an expiring hold is scheduled with the thing it belongs to and withdrawn with it.</summary>
public static class Outbox
{
    /// <summary>Puts an event in the outbox of this unit of work; it leaves with the next save or not at all.</summary>
    /// <param name="due">UTC; now when null.</param>
    /// <param name="key">By which <see cref="WithdrawAsync"/> can find it, such as <c>payment:0192…</c>.</param>
    public static void Tell<TEvent>(this PortalDbContext db, TEvent what, TimeProvider clock, DateTime? due = null, string? key = null) where TEvent : notnull
    {
        var now = clock.GetUtcNow().UtcDateTime;
        db.Add(new OutboxMessage
        {
            Id = Guid.CreateVersion7(),
            Type = typeof(TEvent).Name,
            Body = JsonSerializer.Serialize(what, Json.Plain),
            Key = key,
            CreatedAt = now,
            DueAt = due ?? now,
        });
    }

    /// <summary>Takes back what was scheduled under a key and has not been delivered, with the next save.</summary>
    public static async Task WithdrawAsync(this PortalDbContext db, string key, CancellationToken ct) =>
        db.RemoveRange(await db.Set<OutboxMessage>().Where(m => m.Key == key && m.ParkedAt == null).ToListAsync(ct));
}

/// <summary>Acts on an event. Called at least once; the effect is exactly once because the delivery removes the message in the
/// same unit of work: a handler saves <em>once</em>, or not at all.</summary>
public interface IHandle<in TEvent>
{
    Task HandleAsync(TEvent what, CancellationToken ct);
}

/// <summary>Acts on several events at once, in one unit of work: for those that come in crowds. The delivery saves, the handler
/// does not. When that save fails each event is handled again by itself.</summary>
public interface IHandleMany<TEvent>
{
    Task HandleAsync(IReadOnlyList<Told<TEvent>> all, CancellationToken ct);
}

/// <summary>One event among several.</summary>
public sealed class Told<TEvent>(TEvent what)
{
    public TEvent What => what;
    /// <summary>Set when this one cannot be done now and the others can: it alone comes again. Nothing may have been stored for it.</summary>
    public Exception? Fault { get; set; }
}
