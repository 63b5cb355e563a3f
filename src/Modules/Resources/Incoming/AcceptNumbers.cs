using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Resources;

/// <summary>A number of the operator's stock as another system has it.</summary>
/// <param name="State">Null leaves a known number's state as it is; a new one is free.</param>
public sealed record IncomingNumber(RecordSource Source, IdentifierKind Kind, string Value, NumberState? State = null, int Level = 0, string? Area = null, DateTime? RestUntil = null);

/// <summary>Takes the stock of numbers over from another system. Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptNumbers(PortalDbContext db)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingNumber> batch, CancellationToken ct)
    {
        var values = batch.Select(n => n.Value).Distinct().ToArray();
        var known = (await db.Set<NumberResource>().Where(n => values.Contains(n.Value)).ToListAsync(ct)).ToDictionary(n => (n.Kind, n.Value));
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, known));
        return outcomes;
    }

    Accepted Accept(IncomingNumber incoming, Dictionary<(IdentifierKind, string), NumberResource> known)
    {
        if (incoming.Level < 0) return Refusal.Invalid("number.level", "level");
        var key = (incoming.Kind, incoming.Value);
        if (!known.TryGetValue(key, out var stored))
        {
            known[key] = new NumberResource
            {
                Id = Guid.CreateVersion7(),
                Kind = incoming.Kind,
                Value = incoming.Value,
                State = incoming.State ?? NumberState.Free,
                Level = incoming.Level,
                Area = incoming.Area,
                RestUntil = incoming.RestUntil,
                Source = incoming.Source,
            };
            db.Add(known[key]);
            return Accepted.Added;
        }
        if (stored.Source is { } source && (source.System != incoming.Source.System || source.ExternalId != incoming.Source.ExternalId)) return Refusal.Conflict("number.known_otherwise");
        if (!incoming.Source.IsNewerThan(stored.Source)) return Accepted.Unchanged;
        // Whether it is in use is decided here by the line that has it, not by the older system's list.
        if (stored.State != NumberState.InUse && incoming.State is { } state) (stored.State, stored.RestUntil) = (state, incoming.RestUntil);
        (stored.Level, stored.Area, stored.Source) = (incoming.Level, incoming.Area, incoming.Source);
        return Accepted.Updated;
    }
}
