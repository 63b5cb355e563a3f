using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>The journeys that the caller's channel offers now, what this person uses most first: the one list behind every
/// menu and page of tasks.</summary>
public sealed class ListJourneysHandler(PortalDbContext db, JourneyBook book)
{
    public async Task<IReadOnlyList<Journey>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var off = await db.Set<JourneySwitch>().AsNoTracking().Select(s => s.Journey).ToListAsync(ct);
        var used = await db.Set<JourneyUse>().AsNoTracking().Where(u => u.SubjectId == caller.SubjectId).ToDictionaryAsync(u => u.Journey, u => u.Times, ct);
        return [.. book.All.Where(j => !j.IsMenu && j.IsOfferedIn(caller.Channel) && !off.Contains(j.Name)).OrderByDescending(j => used.GetValueOrDefault(j.Name))];
    }
}
