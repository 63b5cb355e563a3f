using System.Text.Json;

namespace Wangting.Storage.Synthetic;

/// <summary>Names as common as they are: surnames by their share, given names by the characters of their years.</summary>
internal sealed class Names
{
    static readonly JsonSerializerOptions WithComments = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };
    readonly Weighted<string> surnames;
    readonly Data data;

    public Names()
    {
        using var stream = typeof(Names).Assembly.GetManifestResourceStream("Wangting.Storage.names.json")!;
        data = JsonSerializer.Deserialize<Data>(stream, WithComments)!;
        surnames = new(data.Surnames.Select(s => (s.Key, s.Value)));
    }

    public string Person(Chance chance, int born, bool female)
    {
        var era = data.Eras.First(e => born <= e.To);
        var given = female ? era.Female : era.Male;
        var surname = surnames.Pick(chance);
        var first = given[chance.Next(given.Length)];
        return chance.Is(era.Single) ? surname + first : $"{surname}{first}{given[chance.Next(given.Length)]}";
    }

    public string Firm(Chance chance, string place) => $"{place}{Word(chance, data.Firms)}{Word(chance, data.Firms)}{Word(chance, data.Trades)}有限公司";

    public string Street(Chance chance, string place) => $"{place}市{Word(chance, data.Roads)}{chance.Between(1, 400)}号{chance.Between(1, 30)}幢{chance.Between(1, 33) * 100 + chance.Between(1, 4)}室";

    static string Word(Chance chance, IReadOnlyList<string> words) => words[chance.Next(words.Count)];

    sealed record Data(Dictionary<string, double> Surnames, IReadOnlyList<Era> Eras, IReadOnlyList<string> Firms, IReadOnlyList<string> Trades, IReadOnlyList<string> Roads);

    sealed record Era(int To, double Single, string Female, string Male);
}
