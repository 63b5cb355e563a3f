using System.Diagnostics.CodeAnalysis;

namespace Wangting.Journeys;

/// <summary>All journeys there are, the menu among them: every channel's menu comes from this one list.</summary>
public sealed class JourneyBook
{
    readonly Dictionary<string, Journey> byName;

    public JourneyBook(IEnumerable<Journey> journeys)
    {
        All = [.. journeys];
        byName = All.ToDictionary(j => j.Name, StringComparer.Ordinal);
        Menu = All.Single(j => j.IsMenu);
    }

    /// <summary>In the order in which the menu offers them to somebody it knows nothing of.</summary>
    public IReadOnlyList<Journey> All { get; }
    public Journey Menu { get; }
    public bool TryFind(string name, [NotNullWhen(true)] out Journey? journey) => byName.TryGetValue(name, out journey);

    /// <summary>The journey that a first word or a dialled code names.</summary>
    public Journey? ByWord(string word)
    {
        var plain = ControlWords.Plain(word);
        return All.FirstOrDefault(j => j.DialCode == plain || j.Words.Any(w => ControlWords.Plain(w) == plain));
    }
}
