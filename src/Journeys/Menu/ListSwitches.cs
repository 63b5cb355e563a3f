using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>A journey and whether it is open; <paramref name="OffSince"/> is null when it is.</summary>
public sealed record SwitchLine(string Journey, Text Title, DateTime? OffSince, string? Reason);

/// <summary>Every journey, those that are switched off too: for whoever may throw the switches.</summary>
public sealed class ListSwitches(PortalDbContext db, JourneyBook book)
{
    public async Task<Outcome<IReadOnlyList<SwitchLine>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(SwitchJourneyHandler.Permission) is { } lacking) return lacking;
        var off = await db.Set<JourneySwitch>().AsNoTracking().ToDictionaryAsync(s => s.Journey, StringComparer.Ordinal, ct);
        return book.All.Where(j => !j.IsMenu).Select(j => new SwitchLine(j.Name, j.Title, off.GetValueOrDefault(j.Name)?.OffSince, off.GetValueOrDefault(j.Name)?.Reason)).ToArray();
    }
}
