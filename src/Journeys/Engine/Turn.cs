using System.Collections.Immutable;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>One input's way through a form. This part keeps where it stands and what is known; its others take the input
/// (<c>TurnInput.cs</c>) and make the screen (<c>TurnScreens.cs</c>).</summary>
internal sealed partial class Turn(JourneyBook book, Grammar grammar, string hotline, Moment moment, IReadOnlyDictionary<FactsKey, Facts> known, Session start)
{
    /// <summary>Where a form stands: what is asked now, or why it cannot be, or that nothing is left to ask.</summary>
    sealed record Standing(IReadOnlyList<(Ask Ask, Facts Facts)> Asked, bool Complete, Refusal? Blocked);

    readonly Session began = start;
    Session session = start;
    Journey journey = book.Menu;
    FactsKey? wanted;

    public Refusal? Problem { get; set; }

    public Step Take(Input input)
    {
        if (!book.TryFind(session.Journey, out var found) || !IsOpen(found))
        {
            Problem ??= Refusal.NotAllowed("journey.switched_off");
            session = session.Enter(found = book.Menu);
        }
        else if (found.Version != session.JourneyVersion) session = session.Enter(found);
        journey = found;
        if (Problem?.Field is { } field && session.Values.ContainsKey(field)) session = session.Reopen(field);
        return Absorb(input) ?? Present();
    }

    bool IsOpen(Journey one) => one.IsMenu || (one.IsOfferedIn(moment.Channel) && !moment.Off.Contains(one.Name));

    Step.Load Wanted() => new(began, wanted!);

    Facts? Know(string part, Filled filled)
    {
        var key = new FactsKey(journey.Name, part, filled);
        if (known.TryGetValue(key, out var facts)) return facts;
        wanted ??= key;
        return null;
    }

    Facts? Answer() => Know(Part.Answer, session.Reference is { } reference ? session.SoFar().With(Part.Reference, reference) : session.SoFar());

    IReadOnlyList<Onward> OnwardOf(Facts facts) => [.. facts.Onward.Where(o => book.TryFind(o.Journey, out var there) && IsOpen(there))];

    /// <summary>Walks the fields, filling what needs no asking on the way. Null when facts are wanting first.</summary>
    Standing? Stand()
    {
        var asked = new List<(Ask Ask, Facts Facts)>();
        foreach (var field in journey.Fields)
        {
            var filled = session.SoFar();
            if (filled.Has(field.Key) || !field.When(filled)) continue;
            if (asked.Count > 0 && !moment.Wide) break;
            if (field.DependsOnAny(asked.Select(a => a.Ask.Field.Key))) continue; // the next page
            if (!moment.Proof.Meets(field.Needs, field.Within, moment.Now)) break;
            if (Know(field.Key, filled) is not { } facts) return null;
            // One cannot take up the conversation one is in.
            if (journey.IsMenu) facts = facts with { Options = [.. facts.Options.Where(o => o.Key != session.Id.ToString("N"))] };
            if (facts.Refusal is { } no) return new Standing([], false, no);
            if (Unasked(field, facts, filled) is { } value) { session = session.Fill(field.Key, value); continue; }
            asked.Add((new Ask(field, Text.Of($"journey.{journey.Name}.{field.Key}"), facts.Options, session.Offered.GetValueOrDefault(field.Key) ?? facts.Suggested, null, facts.Least, facts.Most), facts));
        }
        var all = session.SoFar();
        return new Standing(asked, journey.Fields.All(f => all.Has(f.Key) || !f.When(all)), null);
    }

    string? Unasked(Field field, Facts facts, Filled filled)
    {
        if (session.Given.Contains(field.Key) && session.Offered.TryGetValue(field.Key, out var offered)
            && !grammar.Read(field, facts, filled, offered).IsRefused(out _, out var given)) return given;
        if (field.TakesOnlyOption && facts.Options.Count == 1) return facts.Options[0].Key;
        if (!Grammar.TakesWord(field)) return null;
        foreach (var word in session.Pending)
        {
            if (grammar.Read(field, facts, filled, word).IsRefused(out _, out var meant)) continue;
            session = session with { Pending = session.Pending.Remove(word), Offered = session.Offered.SetItem(field.Key, meant), Given = session.Given.Add(field.Key) };
            return meant;
        }
        return null;
    }

    /// <summary>The proof that is missing here, if one is: what an operation asked for, the journey, or the next field.</summary>
    ProofNeeded? Missing()
    {
        if (session.ProofNeeded is { } asked && !moment.Proof.Meets(asked.Level, asked.Within, moment.Now)) return asked;
        if (!moment.Proof.Meets(journey.Needs, TimeSpan.MaxValue, moment.Now)) return new(journey.Needs, TimeSpan.MaxValue);
        if (session.Finished) return null;
        var filled = session.SoFar();
        var next = journey.Fields.FirstOrDefault(f => f.When(filled) && !filled.Has(f.Key));
        return next is not null && !moment.Proof.Meets(next.Needs, next.Within, moment.Now) ? new(next.Needs, next.Within) : null;
    }
}
