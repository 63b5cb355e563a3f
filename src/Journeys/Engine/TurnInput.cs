using System.Collections.Immutable;
using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Journeys;

internal sealed partial class Turn
{
    /// <summary>Takes the input into the session; null when the next screen is to be made.</summary>
    Step? Absorb(Input input)
    {
        var meant = Control(input);
        if (meant is not (Input.Look or Input.More)) session = session with { Page = 0 };
        switch (meant)
        {
            case Input.Look: return null;
            case Input.More: session = session with { Page = session.Page + 1 }; return null;
            case Input.Back: Back(); return null;
            case Input.Home: Enter(book.Menu); return null;
            case Input.Human: session = session with { AtHuman = true }; return null;
            case Input.Stop: Stop(); return null;
            case Input.Silence: Missed(Refusal.Invalid("journey.silence")); return null;
            case Input.Enter enter: Enter(enter.Journey, enter.With, []); return null;
        }
        if (session.AtHuman) { Missed(Refusal.Invalid("journey.not_understood")); return null; }
        if (Missing() is not null) return Proving(meant);
        session = session with { ProofNeeded = null };
        return meant switch
        {
            Input.Confirm confirm => Confirmed(confirm.Digest),
            Input.Answers answers => Answered(answers.Values),
            Input.Words words => Said(words.Text),
            Input.Digits digits => Said(digits.Keys),
            Input.Photo photo => Shown(photo.StoredAs),
            _ => null,
        };
    }

    /// <summary>What means the same everywhere: back, home, a person, the next page, stop.</summary>
    static Input Control(Input input)
    {
        if (input is not (Input.Words or Input.Digits)) return input;
        var plain = ControlWords.Plain(input is Input.Words words ? words.Text : ((Input.Digits)input).Keys);
        return plain.Length == 0 ? new Input.Silence()
            : ControlWords.Stop.Contains(plain) ? new Input.Stop()
            : ControlWords.More.Contains(plain) ? new Input.More()
            : ControlWords.Back.Contains(plain) ? new Input.Back()
            : ControlWords.Home.Contains(plain) ? new Input.Home()
            : ControlWords.Human.Contains(plain) ? new Input.Human()
            : input;
    }

    void Back()
    {
        if (session.AtHuman) session = session with { AtHuman = false, Misses = 0 };
        else if (session.Finished) Enter(book.Menu);
        else if (session.CanStepBack) session = session.StepBack();
        else Enter(book.Menu);
    }

    void Stop()
    {
        note = Text.Of("journey.stopped");
        Enter(book.Menu);
    }

    void Enter(Journey next, IReadOnlyDictionary<string, string>? with = null, IEnumerable<string>? words = null)
    {
        session = session.Enter(next, with, words);
        journey = next;
    }

    void Enter(string name, IReadOnlyDictionary<string, string>? with, IEnumerable<string> words)
    {
        if (book.TryFind(name, out var next) && IsOpen(next)) { Enter(next, with, words); return; }
        Problem = Refusal.NotAllowed("journey.switched_off");
        Enter(book.Menu);
    }

    void Missed(Refusal why)
    {
        Problem = why;
        session = session with { Misses = session.Misses + 1 };
    }

    Step? Said(string text)
    {
        var plain = ControlWords.Plain(text);
        // The options count as they were shown: a list that changed meanwhile cannot turn a 2 into another thing.
        var chosen = int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= session.Shown.Count ? session.Shown[n - 1] : null;
        if (session.Finished) return Onwards(chosen, text);
        if (Stand() is not { } standing) return Wanted();
        if (standing.Asked is not [{ Ask.Field.Kind: FieldKind.Text }, ..] && ControlWords.MeansStop(text)) { Stop(); return null; }
        if (standing.Asked is [var (ask, _), ..])
        {
            if (journey.IsMenu && chosen is null)
            {
                if (Keyword(text)) return null;
                if (ResumeCode.Looks(plain)) return new Step.Resume(session, null, plain);
            }
            var raw = chosen is not null && ask.Options.Count > 0 ? chosen : ask.Field.Kind == FieldKind.Amount ? text.Replace('*', '.') : text;
            return Answered(new Dictionary<string, string>(StringComparer.Ordinal) { [ask.Field.Key] = raw });
        }
        if (standing.Complete && journey.Submits is not null)
        {
            if (ControlWords.Yes.Contains(plain)) return Confirmed(session.ShownSummary ?? "");
            if (ControlWords.No.Contains(plain)) Back();
            else Missed(Refusal.Invalid("journey.say_yes_or_no"));
            return null;
        }
        if (standing.Complete) return Onwards(chosen, text);
        Missed(Refusal.Invalid("journey.not_understood"));
        return null;
    }

    bool Keyword(string text)
    {
        var words = ControlWords.Split(text);
        if (words.Count == 0 || book.ByWord(words[0]) is not { IsMenu: false } named) return false;
        Enter(named.Name, null, words.Skip(1));
        return true;
    }

    Step? Shown(string storedAs)
    {
        if (Stand() is not { } standing) return Wanted();
        var photo = standing.Asked.Select(a => a.Ask.Field).FirstOrDefault(f => f.Kind == FieldKind.Photo);
        if (photo is not null) return Answered(new Dictionary<string, string>(StringComparer.Ordinal) { [photo.Key] = storedAs });
        Missed(Refusal.Invalid("journey.not_understood"));
        return null;
    }

    Step? Answered(IReadOnlyDictionary<string, string> values)
    {
        if (values.TryGetValue(Part.Onward, out var onward)) return Onwards(onward, null);
        if (session.Finished) return null;
        if (Stand() is not { } standing) return Wanted();
        if (standing.Asked.Count == 0) return null;
        typed = values;
        var read = session.SoFar();
        foreach (var (ask, facts) in standing.Asked)
        {
            // On a wide channel an answer can make the question beside it needless.
            if (!ask.Field.When(read)) continue;
            if (grammar.Read(ask.Field, facts, read, values.GetValueOrDefault(ask.Field.Key) ?? "").IsRefused(out var why, out var value)) wrong = wrong.SetItem(ask.Field.Key, why);
            else read = read.With(ask.Field.Key, value);
        }
        if (wrong.Count > 0)
        {
            session = session with { Misses = session.Misses + 1 };
            return null;
        }
        var filled = standing.Asked.Select(a => a.Ask.Field.Key).Where(read.Has).ToImmutableList();
        foreach (var key in filled) session = session.Fill(key, read[key]!);
        session = session with { Trail = session.Trail.Add(filled) };
        if (!journey.IsMenu) return null;
        var chosen = read[filled[0]]!;
        if (Guid.TryParse(chosen, out var other)) return new Step.Resume(session, other, null);
        Enter(chosen, null, []);
        return null;
    }

    Step? Confirmed(string digest)
    {
        if (session.Finished) return null; // a second yes to what is done shows what was done
        if (Stand() is not { } standing) return Wanted();
        if (!standing.Complete || standing.Blocked is not null || journey.Submits is null) return null;
        if (Know(Part.Summary, session.SoFar()) is not { } summary) return Wanted();
        if (summary.Refusal is not null) return null;
        if (summary.Digest() != digest) { Problem = Refusal.Conflict("journey.summary_changed"); return null; }
        return new Step.Submit(session with { Misses = 0 }, summary);
    }

    Step.Load? Onwards(string? chosen, string? words)
    {
        if (words is not null && ControlWords.MeansStop(words)) { Stop(); return null; }
        if (Answer() is not { } facts) return Wanted();
        var onward = OnwardOf(facts);
        if (int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < onward.Count) Enter(onward[i].Journey, onward[i].With, []);
        else if (words is null || !Keyword(words)) Missed(Refusal.Invalid("journey.not_understood"));
        return null;
    }

    Step.Prove? Proving(Input input)
    {
        var raw = input switch
        {
            Input.Words words => words.Text,
            Input.Digits digits => digits.Keys,
            Input.Answers answers => answers.Values.GetValueOrDefault(Part.Proof) ?? "",
            _ => "",
        };
        if (ControlWords.MeansStop(raw)) { Stop(); return null; }
        if (ControlWords.Plain(raw) is "1" or ProofAgain) return new Step.Prove(session, null);
        if (!grammar.Read(new Field(Part.Proof, FieldKind.Code), Facts.None, Filled.Nothing, raw).IsRefused(out var why, out var code)) return new Step.Prove(session, code);
        Missed(why);
        return null;
    }

    const string ProofAgain = "again";
}
