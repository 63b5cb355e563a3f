using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Keeps how a person wants the hall; what is null stays as it was.</summary>
/// <param name="Mode"><c>light</c>, <c>dark</c> or <c>auto</c>.</param>
/// <param name="Tiles">Keys of the home's tiles in order.</param>
public sealed record KeepPreferences(string? Language = null, string? Mode = null, bool? Elder = null, IReadOnlyList<string>? Tiles = null);

public sealed class KeepPreferencesHandler(PortalDbContext db)
{
    const int MostTiles = 24, LongestKey = 30;

    public async Task<Outcome<Done>> HandleAsync(KeepPreferences command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotAllowed("preference.nobody");
        var kept = await db.Set<Preference>().SingleOrDefaultAsync(p => p.PersonId == caller.SubjectId, ct);
        if (command.Tiles is { } tiles && (tiles.Count > MostTiles || tiles.Any(t => t.Length > LongestKey) || tiles.Distinct(StringComparer.Ordinal).Count() != tiles.Count))
            return Refusal.Invalid("preference.tiles_wrong", "tiles");
        if (kept is null) db.Add(kept = new Preference { PersonId = caller.SubjectId });
        if (command.Language is { } language) kept.Language = language;
        if (command.Mode is { } mode) kept.Mode = mode == "auto" ? null : mode;
        if (command.Elder is { } elder) kept.Elder = elder;
        if (command.Tiles is not null) kept.Tiles = [.. command.Tiles];
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (failure is DbUpdateConcurrencyException || db.IsDuplicateKey(failure))
        {
            return Refusal.Conflict("preference.changed_elsewhere"); // two switches pressed at once: the other one stands
        }
        return Done.Yes;
    }
}
