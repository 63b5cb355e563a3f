using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Lets a person sign in by a service identifier for one tenure.</summary>
/// <param name="Identifier">E.164 for telephone numbers; a broadband account in any case.</param>
/// <param name="SubjectId">The person who uses the line; null while an organisation has not said who.</param>
/// <param name="Since">UTC.</param>
public sealed record GrantHandle(Guid TenureId, ServiceIdentifier Identifier, Guid? SubjectId, DateTime Since);

public sealed class GrantHandleHandler(PortalDbContext db, TimeProvider clock)
{
    /// <summary>In the unit of work of the line's own change; <b>the caller saves</b>.</summary>
    public async Task<Outcome<Done>> HandleAsync(GrantHandle command, CancellationToken ct)
    {
        var value = command.Identifier.Value.ToLowerInvariant();
        var kind = command.Identifier.Kind;
        var held = db.Set<NumberHandle>().Local.Any(h => h.Kind == kind && h.Value == value && h.Until is null)
            || await db.Set<NumberHandle>().AnyAsync(h => h.Kind == kind && h.Value == value && h.Until == null, ct);
        // One being ended in this same unit of work is tracked with its end already set.
        if (held && !db.Set<NumberHandle>().Local.Any(h => h.Kind == kind && h.Value == value && h.Until is not null && db.Entry(h).State == EntityState.Modified))
            return Refusal.Conflict("number.already_held");
        if (command.SubjectId is { } subject) await EnsureSubjectAsync(subject, ct);
        db.Add(new NumberHandle { Id = command.TenureId, Kind = kind, Value = value, SubjectId = command.SubjectId, Since = command.Since });
        return Done.Yes;
    }

    async Task EnsureSubjectAsync(Guid id, CancellationToken ct)
    {
        if (db.Set<Subject>().Local.Any(s => s.Id == id) || await db.Set<Subject>().AnyAsync(s => s.Id == id, ct)) return;
        db.Add(new Subject { Id = id, CreatedAt = clock.GetUtcNow().UtcDateTime });
    }
}
