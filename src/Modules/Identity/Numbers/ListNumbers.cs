using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The caller's own live numbers, those they have bound, and who has bound one of theirs.</summary>
public sealed record ListNumbers;

/// <param name="BindingId">Set for a bound number; ending it is <see cref="UnbindNumber"/>.</param>
public sealed record NumberLine(Guid TenureId, ServiceIdentifier Identifier, DateTime Since, Guid? BindingId, bool HasPassword, bool HasPin);

/// <summary>Somebody else who has bound one of the caller's numbers.</summary>
public sealed record BoundByOther(Guid BindingId, ServiceIdentifier Identifier, DateTime BoundAt);

public sealed record NumberList(IReadOnlyList<NumberLine> Own, IReadOnlyList<NumberLine> Bound, IReadOnlyList<BoundByOther> ByOthers);

public sealed class ListNumbersHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<NumberList> HandleAsync(ListNumbers query, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return new([], [], []);
        var now = clock.GetUtcNow().UtcDateTime;
        var live = db.Set<NumberHandle>().AsNoTracking().LiveAt(now);
        var bindings = db.Set<NumberBinding>().AsNoTracking().Where(b => b.EndedAt == null || b.EndedAt > now);
        var own = await live.Where(h => h.SubjectId == caller.SubjectId).OrderBy(h => h.Since).ThenByDescending(h => h.Kind == IdentifierKind.Mobile).ThenBy(h => h.Id)
            .Select(h => new NumberLine(h.Id, new ServiceIdentifier(h.Kind, h.Value), h.Since, null, h.PasswordHash != null, h.VoicePinHash != null)).ToListAsync(ct);
        var bound = await bindings.Where(b => b.SubjectId == caller.SubjectId).Join(live, b => b.TenureId, h => h.Id, (b, h) => new { b, h }).OrderBy(x => x.b.BoundAt)
            .Select(x => new NumberLine(x.h.Id, new ServiceIdentifier(x.h.Kind, x.h.Value), x.b.BoundAt, x.b.Id, false, false)).ToListAsync(ct);
        var others = await bindings.Join(live.Where(h => h.SubjectId == caller.SubjectId), b => b.TenureId, h => h.Id, (b, h) => new { b, h })
            .Where(x => x.b.SubjectId != caller.SubjectId).OrderBy(x => x.b.BoundAt)
            .Select(x => new BoundByOther(x.b.Id, new ServiceIdentifier(x.h.Kind, x.h.Value), x.b.BoundAt)).ToListAsync(ct);
        return new(own, bound, others);
    }
}
