using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Journeys;

public sealed record SwitchJourney(string Journey, bool On, string? Reason = null);

/// <summary>Switches a journey off in every channel at once, or on again. Those in the middle of it are told at their next input.</summary>
public sealed class SwitchJourneyHandler(PortalDbContext db, JourneyBook book, TimeProvider clock)
{
    /// <summary>The permission that a role needs.</summary>
    public const string Permission = "journeys.switch";

    public async Task<Outcome<Done>> HandleAsync(SwitchJourney command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(Permission) is { } lacking) return lacking;
        if (!command.On && command.Reason?.Trim().Length is null or 0 or > 200) return Refusal.Invalid("journey.switch_reason", nameof(command.Reason));
        if (!book.TryFind(command.Journey, out var journey) || journey.IsMenu) return Refusal.NotFound("journey.not_found");
        var now = await db.Set<JourneySwitch>().SingleOrDefaultAsync(s => s.Journey == command.Journey, ct);
        if (now is null == command.On) return Done.Yes;

        if (now is not null) db.Remove(now);
        else db.Add(new JourneySwitch { Journey = command.Journey, OffSince = clock.GetUtcNow().UtcDateTime, By = caller.SubjectId, Reason = command.Reason });
        db.Audit(caller, clock, command.On ? "journey_switched_on" : "journey_switched_off", "journey", command.Journey, purpose: command.Reason);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsDuplicateKey(failure)) { /* somebody else threw the same switch */ }
        return Done.Yes;
    }
}
