using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>What is wrong with a map, all of it, each with its line and place.</summary>
internal sealed class MapProblems
{
    readonly List<Text> found = [];

    public bool Any => found.Count > 0;

    public void Add(MapNode at, string reason, params (string Name, object? Value)[] values) => Add(at.Line, at.Path, reason, values);

    public void Add(int line, string path, string reason, params (string Name, object? Value)[] values) =>
        found.Add(Text.Of("import.map_problem", ("line", line), ("path", path.Length == 0 ? "{}" : path), ("problem", Text.Of("import.map." + reason, values))));

    public Refusal ToRefusal(string file) =>
        Refusal.Invalid("import.map_faulty", "map", ("file", file), ("count", found.Count), ("problems", found));

    /// <summary>The nearest of the names allowed, to suggest for a slip; empty when none is near.</summary>
    public static string Nearest(string name, IEnumerable<string> allowed)
    {
        var best = allowed.Select(a => (Name: a, Distance: Distance(name.ToUpperInvariant(), a.ToUpperInvariant()))).OrderBy(a => a.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(name.Length < 4 ? 1 : 2, name.Length / 3) ? best.Name : "";
    }

    // Levenshtein's, on two rows.
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
