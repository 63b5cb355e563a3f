using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>A summary in words, as a person is shown it: what a confirmation keeps.</summary>
internal static class SummaryWords
{
    const int Most = 4000;

    public static string Of(Texts texts, string language, Facts facts)
    {
        var lines = facts.Lines.Select(l => l.Value is null ? texts.Say(language, l.Label) : texts.Say(language, l.Label) + "\t" + texts.Say(language, l.Value))
            .Concat(facts.Notes.Select(n => texts.Say(language, n)));
        var words = string.Join('\n', facts.Act is null ? lines : lines.Append(texts.Say(language, facts.Act)));
        return words.Length <= Most ? words : words[..Most];
    }
}
