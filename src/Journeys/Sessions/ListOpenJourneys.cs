using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>What the caller has begun and not ended, in any channel, newest first: to go on with it here.</summary>
public sealed class ListOpenJourneysHandler(PortalDbContext db, JourneyBook book, TimeProvider clock)
{
    public async Task<IReadOnlyList<OpenJourney>> HandleAsync(int most, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return [];
        var now = clock.GetUtcNow().UtcDateTime;
        var acting = book.All.Where(j => j.Submits is not null).Select(j => j.Name).ToArray();
        var rows = await db.Set<JourneySession>().AsNoTracking()
            .Where(s => s.SubjectId == caller.SubjectId && s.ExpiresAt > now && !s.Finished && acting.Contains(s.Journey))
            .OrderByDescending(s => s.TouchedAt).ThenByDescending(s => s.Id).Take(most)
            .Select(s => new { s.Id, s.Journey, s.Channel, s.TouchedAt }).ToListAsync(ct);
        return [.. rows.Select(r => new OpenJourney(r.Id, r.Journey, Text.Of($"journey.{r.Journey}.title"), r.Channel, r.TouchedAt))];
    }
}
