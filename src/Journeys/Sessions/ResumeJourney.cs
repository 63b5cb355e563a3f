using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Finds by its code a journey begun in another channel.</summary>
public sealed record ResumeJourney(string Code);

/// <param name="Journey">Its name, for the address.</param>
public sealed record OpenJourney(Guid SessionId, string Journey, Text Title, Channel Channel, DateTime TouchedAt);

public sealed class ResumeJourneyHandler(PortalDbContext db, JourneyBook book, TimeProvider clock, SecretColumns secrets)
{
    /// <summary>The code opens one's own conversation, or one that nobody had signed in to; never another person's.</summary>
    public async Task<Outcome<OpenJourney>> HandleAsync(ResumeJourney command, Caller caller, CancellationToken ct)
    {
        var found = await FindAsync(db, secrets, null, command.Code, caller, clock.GetUtcNow().UtcDateTime, ct);
        return found is null || !book.TryFind(found.Journey, out var journey)
            ? Refusal.Invalid("journey.no_such_code", nameof(ResumeJourney.Code))
            : new OpenJourney(found.Id, found.Journey, journey.Title, found.Channel, found.TouchedAt);
    }

    internal static async Task<JourneySession?> FindAsync(PortalDbContext db, SecretColumns secrets, Guid? id, string? code, Caller caller, DateTime now, CancellationToken ct)
    {
        if (!caller.IsPerson) return null;
        if (id is { } known) return await db.Set<JourneySession>().SingleOrDefaultAsync(s => s.Id == known && s.SubjectId == caller.SubjectId && s.ExpiresAt > now, ct);
        if (code is not { Length: <= 40 } || ResumeCode.Bare(code) is not { Length: 8 } bare) return null;
        var hash = secrets.Hash(JourneySession.ResumePurpose, bare);
        return await db.Set<JourneySession>().SingleOrDefaultAsync(s => s.ResumeHash == hash && s.ResumeUntil > now && s.ExpiresAt > now
            && (s.SubjectId == caller.SubjectId || s.SubjectId == Guid.Empty), ct);
    }
}
