using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <param name="OldestDue">How long the oldest message that is due has been due; zero when none is.</param>
public sealed record OutboxCount(int Waiting, int Parked, TimeSpan OldestDue);

/// <summary>How the outbox stands, for health and staff.</summary>
public sealed class CountOutbox(PortalDbContext db, TimeProvider clock)
{
    public async Task<OutboxCount> HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var messages = db.Set<OutboxMessage>().AsNoTracking();
        var oldest = await messages.Where(m => m.ParkedAt == null && m.DueAt <= now).OrderBy(m => m.DueAt).Select(m => (DateTime?)m.DueAt).FirstOrDefaultAsync(ct);
        return new(await messages.CountAsync(m => m.ParkedAt == null, ct), await messages.CountAsync(m => m.ParkedAt != null, ct), oldest is { } due ? now - due : TimeSpan.Zero);
    }
}
