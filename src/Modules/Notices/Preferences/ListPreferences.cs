using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Every class and means the caller may choose about, with what was chosen; unsaid means wanted.</summary>
public sealed record ListPreferences;

public sealed record PreferenceLine(NoticeClass Class, Medium Medium, bool Wanted, bool MayDecline, DateTime? ChangedAt);

public sealed class ListPreferencesHandler(PortalDbContext db)
{
    public async Task<IReadOnlyList<PreferenceLine>> HandleAsync(ListPreferences query, Caller caller, CancellationToken ct)
    {
        var said = await db.Set<Preference>().AsNoTracking().Where(p => p.PersonId == caller.SubjectId && caller.Kind == CallerKind.Person).ToListAsync(ct);
        return [.. from c in Enum.GetValues<NoticeClass>()
                   from m in Enum.GetValues<Medium>()
                   let row = said.FirstOrDefault(p => p.Class == c && p.Medium == m)
                   select new PreferenceLine(c, m, row?.Wanted ?? true, !NoticeRules.MustGo(c), row?.ChangedAt)];
    }
}
