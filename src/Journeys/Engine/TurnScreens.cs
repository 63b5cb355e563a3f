using System.Collections.Immutable;
using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Journeys;

internal sealed partial class Turn
{
    ImmutableSortedDictionary<string, Refusal> wrong = ImmutableSortedDictionary<string, Refusal>.Empty;
    IReadOnlyDictionary<string, string> typed = ImmutableDictionary<string, string>.Empty;
    Text? note;

    Step Present()
    {
        if (session.AtHuman) return Human();
        if (StepUp(Problem) is { } asked) return Proof(asked);
        if (Missing() is { } missing) return Proof(missing);
        session = session with { ProofNeeded = null };
        if (session.Finished) return Answering();
        if (Stand() is not { } standing) return Wanted();
        if (standing.Blocked is { } no) return Refused(no);
        if (standing.Asked.Count > 0) return Form(standing.Asked);
        if (Missing() is { } unproven) return Proof(unproven); // what needs no asking was filled meanwhile
        return journey.Submits is null ? Answering() : Summary();
    }

    Step.Show Human() => Show(new Screen
    {
        Journey = journey.Name,
        Kind = ScreenKind.Human,
        Title = Text.Of("journey.human.title"),
        Lines = [new(Text.Of("journey.human.call"), Text.Plain(hotline), Tone.Main)],
        Error = Problem,
    });

    Step.Show Form(IReadOnlyList<(Ask Ask, Facts Facts)> asked) => Show(new Screen
    {
        Journey = journey.Name,
        Kind = ScreenKind.Form,
        Title = asked[0].Facts.Title ?? journey.Title,
        Lines = [.. asked.SelectMany(a => a.Facts.Lines)],
        Notes = [.. asked.SelectMany(a => a.Facts.Notes)],
        Asks = [.. asked.Select(a => a.Ask with
        {
            Typed = typed.GetValueOrDefault(a.Ask.Field.Key) ?? a.Ask.Typed,
            Error = wrong.GetValueOrDefault(a.Ask.Field.Key) ?? (Problem?.Field == a.Ask.Field.Key ? Problem : null),
        })],
        Error = asked.Any(a => a.Ask.Field.Key == Problem?.Field) ? null : Problem,
    });

    Step Summary()
    {
        if (Know(Part.Summary, session.SoFar()) is not { } facts) return Wanted();
        if (facts.Refusal is not null) return Refused(facts.Refusal);
        var digest = facts.Digest();
        session = session with { ShownSummary = digest };
        return Show(new Screen
        {
            Journey = journey.Name,
            Kind = ScreenKind.Summary,
            Title = facts.Title ?? Text.Of("journey.summary.title"),
            Lines = facts.Lines,
            Notes = facts.Notes,
            Act = facts.Act ?? Text.Of("journey.summary.yes"),
            Charge = facts.Charge,
            Digest = digest,
            Error = Problem,
        });
    }

    Step Answering()
    {
        if (Answer() is not { } facts) return Wanted();
        if (facts.Refusal is not null) return Refused(facts.Refusal);
        return Show(new Screen
        {
            Journey = journey.Name,
            Kind = ScreenKind.Answer,
            Title = facts.Title ?? journey.Title,
            Lines = facts.Lines,
            Notes = facts.Notes,
            ContinueAt = facts.Waits ? session.ContinueAt : null,
            Onward = OnwardOf(facts),
            Error = Problem,
        });
    }

    Step.Show Refused(Refusal why) => StepUp(why) is { } asked
        ? Proof(asked)
        : Show(new Screen { Journey = journey.Name, Kind = ScreenKind.Refused, Title = journey.Title, Error = why });

    Step.Show Proof(ProofNeeded needed)
    {
        session = session with { ProofNeeded = needed };
        return Show(new Screen
        {
            Journey = journey.Name,
            Kind = ScreenKind.Proof,
            Title = Text.Of("journey.proof.title"),
            Lines = session.ProofSentTo is { } to ? [new(Text.Of("journey.proof.sent_to", ("to", to)))] : [],
            Asks = [new Ask(new Field(Part.Proof, FieldKind.Code) { AutoComplete = "one-time-code" }, Text.Of("journey.proof.prompt"), [new(ProofAgain, Text.Of("journey.proof.again"))])],
            Error = StepUp(Problem) is null ? Problem : null,
            Needed = needed,
        });
    }

    static ProofNeeded? StepUp(Refusal? why) => why is { Code: Refusal.StepUpCode, Details: { } details }
        ? new((Assurance)details["level"]!, TimeSpan.FromMinutes(Convert.ToDouble(details["minutes"], CultureInfo.InvariantCulture)))
        : null;

    Step.Show Show(Screen screen)
    {
        var notes = screen.Notes;
        if (note is not null) notes = [note, .. notes];
        // One more try is kind, two are a maze: then the way to a person is said first.
        if (session.Misses >= 2 && screen.Kind != ScreenKind.Human) notes = [Text.Of("journey.human.offer", ("hotline", hotline)), .. notes];
        screen = screen with { Notes = notes, StepsBehind = session.Trail.Count, Back = !journey.IsMenu || session.AtHuman || session.CanStepBack };
        session = session with { Shown = [.. screen.Numbered.Select(o => o.Key)] };
        return new Step.Show(session, screen);
    }
}
