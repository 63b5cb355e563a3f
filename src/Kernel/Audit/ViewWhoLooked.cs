using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>Who looked at or changed the caller's data: what was done, by whom (the kind, never the name), when, why.</summary>
/// <param name="Before">Only what is older, for paging.</param>
public sealed record ViewWhoLooked(DateTime? Before = null, int Most = 20);

/// <param name="Act">Text key.</param>
/// <param name="Self">The caller's own act.</param>
public sealed record LookLine(DateTime At, string Act, CallerKind By, bool Self, Channel Channel, string? Purpose);

public sealed class ViewWhoLookedHandler(PortalDbContext db)
{
    public async Task<IReadOnlyList<LookLine>> HandleAsync(ViewWhoLooked query, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return [];
        // Bills issued and reminders due are the system's work, not somebody's look.
        var rows = db.Set<AuditEntry>().AsNoTracking().Where(a => a.PartyId == caller.SubjectId && a.ActorKind != CallerKind.System);
        if (query.Before is { } before) rows = rows.Where(a => a.At < before);
        return await rows.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(Math.Clamp(query.Most, 1, 100))
            .Select(a => new LookLine(a.At, "audit." + a.Act, a.ActorKind, a.ActorId == caller.SubjectId, a.Channel, a.Purpose)).ToListAsync(ct);
    }
}
