using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.Channels.Plain;

/// <param name="Number">From 0.</param>
public sealed record PlainPage(string Text, int Number, int Of)
{
    public bool HasMore => Number < Of - 1;
}

/// <summary>A screen as plain text: numbered choices, 0 back, * home, # a person, 00 the next page. The terminal, USSD and
/// SMS differ in their limits alone. What comes back is <see cref="Input.Words"/> as it is typed.</summary>
public sealed class PlainRenderer(Texts texts)
{
    public PlainPage Render(Screen screen, string language, PageLimits limits, int page)
    {
        var pages = Pages.Of([.. Lines(screen, language)], more => Foot(screen, language, more), limits);
        var number = Math.Clamp(page, 0, pages.Count - 1);
        return new PlainPage(Gsm7.Plain(pages[number]), number, pages.Count);
    }

    IEnumerable<string> Lines(Screen screen, string language)
    {
        string Say(Text text) => texts.Say(language, text);

        if (screen.Error is { } error) yield return texts.Say(language, error);
        foreach (var wrong in screen.Asks.Where(a => a.Error is not null)) yield return texts.Say(language, wrong.Error!);
        yield return Say(screen.Title);
        foreach (var line in screen.Lines)
            yield return line.Value is null ? Say(line.Label) : texts.Say(language, "plain.pair", ("label", line.Label), ("value", line.Value));
        foreach (var note in screen.Notes) yield return Say(note);
        if (screen.ContinueAt is { } there) yield return texts.Say(language, "plain.continue_at", ("address", there.ToString()));
        foreach (var ask in screen.Asks)
        {
            if (ask.Prompt.Key != screen.Title.Key) yield return Say(ask.Prompt);
            if (Hint(ask) is { } hint) yield return Say(hint);
        }
        if (screen.Kind == ScreenKind.Summary) yield return "1 " + Say(screen.Act!);
        var numbered = screen.Numbered;
        for (var i = 0; i < numbered.Count; i++)
            yield return FormattableString.Invariant($"{i + 1} ") + (numbered[i].Hint is { } beside ? texts.Say(language, "plain.beside", ("label", numbered[i].Label), ("hint", beside)) : Say(numbered[i].Label));
    }

    /// <summary>What can be typed, where a list of choices does not show it.</summary>
    static Text? Hint(Ask ask) => ask.Field.Kind switch
    {
        FieldKind.Amount when ask is { Least: { } least, Most: { } most } => Text.Of("plain.amount_between", ("least", least), ("most", most)),
        FieldKind.Date => Text.Of("plain.date"),
        FieldKind.Consent => Text.Of("plain.yes_or_no"),
        FieldKind.Photo => Text.Of("plain.photo"),
        _ => null,
    };

    string Foot(Screen screen, string language, bool more)
    {
        var ways = new List<string>(4);
        if (more) ways.Add(texts.Say(language, "plain.more"));
        if (screen.Back) ways.Add(texts.Say(language, "plain.back"));
        if (screen.Back || screen.Journey != "menu") ways.Add(texts.Say(language, "plain.home"));
        if (screen.Kind != ScreenKind.Human) ways.Add(texts.Say(language, "plain.human"));
        return string.Join(' ', ways);
    }
}
