using System.Globalization;
using System.Text.Json;

namespace Wangting.Import;

/// <summary>Takes an object of the map apart, noting what does not fit.</summary>
internal sealed class MapObject
{
    readonly MapNode node;
    readonly MapProblems problems;

    public MapObject(MapNode node, MapProblems problems)
    {
        (this.node, this.problems) = (node, problems);
        IsObject = node.Kind == JsonTokenType.StartObject;
        if (!IsObject) problems.Add(node, "not_object");
        foreach (var twice in node.Members.GroupBy(m => m.Name).Where(g => g.Count() > 1)) problems.Add(twice.Last().Value, "twice", ("name", twice.Key));
    }

    public bool IsObject { get; }
    public MapNode Node => node;
    public bool Has(string name) => node[name] is not null;

    /// <summary>Notes every member that has no meaning here.</summary>
    public void Only(IReadOnlyList<string> names)
    {
        foreach (var (name, value) in node.Members)
            if (!names.Contains(name)) problems.Add(value, MapProblems.Nearest(name, names) is { Length: > 0 } near ? "unknown_near" : "unknown", ("name", name), ("near", MapProblems.Nearest(name, names)), ("names", string.Join(", ", names)));
    }

    public string? Text(string name, bool required = false)
    {
        var value = node[name];
        if (value is null)
        {
            if (required && IsObject) problems.Add(node, "missing", ("name", name));
            return null;
        }
        if (value.Kind is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False) return value.Text;
        problems.Add(value, "not_text");
        return null;
    }

    public string? Choice(string name, IReadOnlyList<string> words)
    {
        var text = Text(name);
        if (text is null || words.Contains(text)) return text;
        problems.Add(node[name]!, "not_a_choice", ("word", text), ("words", string.Join(", ", words)));
        return null;
    }

    public long? Number(string name, long least, long most)
    {
        var text = Text(name);
        if (text is null) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        problems.Add(node[name]!, "not_a_number", ("least", least), ("most", most));
        return null;
    }

    public IReadOnlyList<MapNode> List(string name)
    {
        var value = node[name];
        if (value is null) return [];
        if (value.Kind == JsonTokenType.StartArray) return value.Items;
        problems.Add(value, "not_list");
        return [];
    }

    /// <summary>A list of words; a single word is a list of one.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var value = node[name];
        if (value is { Kind: JsonTokenType.String or JsonTokenType.Number }) return [value.Text];
        foreach (var item in List(name).Where(i => i.Kind is not (JsonTokenType.String or JsonTokenType.Number))) problems.Add(item, "not_text");
        return [.. List(name).Select(i => i.Text)];
    }
}
