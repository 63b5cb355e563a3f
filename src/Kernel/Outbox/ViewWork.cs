using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <param name="Late">How long it has been due; zero when it is not.</param>
public sealed record ScheduleState(string Name, TimeSpan Late, string? LastError);

/// <param name="Unsealed">Age of the oldest audit row that has no seal yet.</param>
/// <param name="LastBackup">When `wangting backup` last copied this database.</param>
/// <param name="Since">When this database got its keys.</param>
public sealed record WorkState(IReadOnlyList<ScheduleState> Schedules, TimeSpan Unsealed, DateTime? LastBackup, DateTime? Since);

/// <summary>How the work that goes by itself stands, for whoever examines an installation.</summary>
public sealed class ViewWork(PortalDbContext db, TimeProvider clock)
{
    public async Task<WorkState> HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var schedules = await db.Set<ScheduleRow>().AsNoTracking().OrderBy(s => s.Name).Select(s => new { s.Name, s.NextDue, s.LastError }).ToListAsync(ct);
        var oldest = await db.Set<AuditEntry>().AsNoTracking().Where(a => a.Sequence == null).MinAsync(a => (DateTime?)a.At, ct);
        // By the newest first: ids go with time, and a backup that is made each night is soon found.
        var backup = await db.Set<AuditEntry>().AsNoTracking().Where(a => a.Act == BackupAct.Name).OrderByDescending(a => a.Id).Select(a => (DateTime?)a.At).FirstOrDefaultAsync(ct);
        var since = await db.Set<StoredKey>().AsNoTracking().Where(k => k.Name == StoredKey.Root).Select(k => (DateTime?)k.CreatedAt).FirstOrDefaultAsync(ct);
        return new([.. schedules.Select(s => new ScheduleState(s.Name, s.NextDue < now ? now - s.NextDue : TimeSpan.Zero, s.LastError))], oldest is { } at && at < now ? now - at : TimeSpan.Zero, backup, since);
    }
}
