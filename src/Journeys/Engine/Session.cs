using System.Collections.Immutable;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Where one person is in a journey. A value: the interpreter makes the next one from it, storage keeps it.</summary>
public sealed record Session
{
    public required Guid Id { get; init; }
    /// <summary>Who; empty for nobody yet.</summary>
    public Guid SubjectId { get; init; }
    public required Channel Channel { get; init; }
    public required string Journey { get; init; }
    public int JourneyVersion { get; init; } = 1;
    /// <summary>Counts the journeys entered; with the id it makes the idempotency key of the one at hand.</summary>
    public int Run { get; init; } = 1;
    public ImmutableSortedDictionary<string, string> Values { get; init; } = Filled.Nothing.Values;
    /// <summary>What was asked together, in order: the way back.</summary>
    public ImmutableList<ImmutableList<string>> Trail { get; init; } = [];
    /// <summary>Raw values to offer: what a link brought, or what was typed before going back.</summary>
    public ImmutableSortedDictionary<string, string> Offered { get; init; } = Filled.Nothing.Values;
    /// <summary>Offered values that fill their field unasked when they are valid: a link's or another journey's, never a draft.</summary>
    public ImmutableSortedSet<string> Given { get; init; } = [];
    /// <summary>Words of a keyword line still to find their field.</summary>
    public ImmutableList<string> Pending { get; init; } = [];
    /// <summary>The options as last numbered: 2 means what was shown as 2, whatever has changed since.</summary>
    public ImmutableList<string> Shown { get; init; } = [];
    /// <summary>Fingerprint of the summary last shown.</summary>
    public string? ShownSummary { get; init; }
    public ProofNeeded? ProofNeeded { get; init; }
    public bool AtHuman { get; init; }
    public bool Finished { get; init; }
    public string? Reference { get; init; }
    public Uri? ContinueAt { get; init; }
    /// <summary>Inputs not understood in a row.</summary>
    public int Misses { get; init; }
    public int Page { get; init; }
    /// <summary>A proof given inside this session, good in its channel alone.</summary>
    public Proof Proof { get; init; } = Proof.None;
    /// <summary>The code that was last asked for, to be given back with it.</summary>
    public Guid? ProofTicket { get; init; }
    public string? ProofSentTo { get; init; }

    public Filled SoFar() => Filled.From(Values);
    public string Key => $"{Id:N}.{Run}";

    public Session Enter(Journey journey, IReadOnlyDictionary<string, string>? with = null, IEnumerable<string>? words = null) => this with
    {
        Journey = journey.Name,
        JourneyVersion = journey.Version,
        Run = Run + 1,
        Values = Filled.Nothing.Values,
        Trail = [],
        Offered = Filled.Nothing.Values.SetItems(with ?? ImmutableDictionary<string, string>.Empty),
        Given = [.. with?.Keys ?? []],
        Pending = [.. words ?? []],
        Shown = [],
        ShownSummary = null,
        ProofNeeded = null,
        AtHuman = false,
        Finished = false,
        Reference = null,
        ContinueAt = null,
        Misses = 0,
        Page = 0,
    };

    public Session Fill(string key, string value) => this with { Values = Values.SetItem(key, value), Misses = 0, Page = 0 };

    public bool CanStepBack => Trail.Count > 0 || Given.Any(Values.ContainsKey);

    public bool HasAsked(string key) => Trail.Any(page => page.Contains(key));

    /// <summary>One page back; what was typed there is offered again. What a link or a keyword line had given is asked
    /// when there is nothing else to go back to.</summary>
    public Session StepBack() => Trail.Count > 0 ? Reopen(Trail[^1][0]) : Emptied([]) with { Given = [] };

    /// <summary>Asks for a field anew, and for all that was asked after it.</summary>
    public Session Reopen(string key)
    {
        var at = Trail.FindIndex(page => page.Contains(key));
        var kept = at < 0 ? Trail : Trail.Take(at).ToImmutableList();
        var asked = at < 0 ? [key] : Trail.Skip(at).SelectMany(page => page);
        return Emptied(at < 0 ? Values.Keys.Where(k => k != key) : kept.SelectMany(page => page)) with { Trail = kept, Given = Given.Except(asked) };
    }

    // Values that were never asked go too: an only option is taken again, a given value comes again from what is offered.
    Session Emptied(IEnumerable<string> keep)
    {
        var stay = keep.ToHashSet(StringComparer.Ordinal);
        var drop = Values.Where(v => !stay.Contains(v.Key)).ToArray();
        return this with
        {
            Offered = Offered.SetItems(drop),
            Values = Values.RemoveRange(drop.Select(v => v.Key)),
            Pending = [],
            ShownSummary = null,
            ProofNeeded = null,
            Misses = 0,
            Page = 0,
        };
    }

    public Session Done(Submitted result) => this with { Finished = true, Reference = result.Reference, ContinueAt = result.ContinueAt, Misses = 0, Page = 0, AtHuman = false };
}
