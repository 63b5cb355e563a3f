using System.Globalization;
using Wangting.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wangting.Catalogue;

/// <summary>A place in a YAML or JSON file that is being read (JSON is YAML). What is wrong there is noted and reading goes on, so
/// that one run tells everything.</summary>
internal sealed class YamlPlace(string file, string path, YamlNode? node, Mark mark, List<CatalogueFault> faults)
{
    readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public bool Is => node is not null && node is not YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" };

    public bool IsMap => node is YamlMappingNode;

    public bool IsList => node is YamlSequenceNode;

    public void Fault(string rule, params (string Name, object? Value)[] values) =>
        faults.Add(new CatalogueFault(file, (int)mark.Line, (int)mark.Column, path.Length == 0 ? "." : path, Text.Of("catalogue.file." + rule, values)));

    /// <summary>A part of a map, there or not.</summary>
    public YamlPlace this[string key]
    {
        get
        {
            asked.Add(key);
            YamlNode? found = null;
            if (node is YamlMappingNode map) map.Children.TryGetValue(new YamlScalarNode(key), out found);
            return new YamlPlace(file, path.Length == 0 ? key : path + "." + key, found, found?.Start ?? mark, faults);
        }
    }

    /// <summary>The items of a list; nothing where it is missing.</summary>
    public IEnumerable<YamlPlace> Items()
    {
        if (!Is) yield break;
        if (node is not YamlSequenceNode list)
        {
            Fault("list_wanted");
            yield break;
        }
        for (var i = 0; i < list.Children.Count; i++)
            yield return new YamlPlace(file, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), list.Children[i], list.Children[i].Start, faults);
    }

    /// <summary>Notes what stands in the map and was not asked for: a slip of the pen must not be taken for silence.</summary>
    public void NothingElse()
    {
        if (node is not YamlMappingNode map)
        {
            if (Is) Fault("map_wanted");
            return;
        }
        foreach (var (key, _) in map.Children)
            if (key is not YamlScalarNode { Value: { } name } || !asked.Contains(name))
                new YamlPlace(file, path, key, key.Start, faults).Fault("unknown_key", ("key", key is YamlScalarNode { Value: { } said } ? said : "…"), ("known", string.Join(", ", asked.Order(StringComparer.Ordinal))));
    }

    /// <summary>The keys and values of a map of any keys.</summary>
    public IEnumerable<(string Key, YamlPlace Value)> Entries() =>
        node is YamlMappingNode map ? map.Children.Keys.OfType<YamlScalarNode>().Where(k => k.Value is not null).Select(k => (k.Value!, this[k.Value!])) : [];

    public string? Scalar()
    {
        if (!Is) return null;
        if (node is YamlScalarNode { Value: { } value }) return value.Trim();
        Fault("value_wanted");
        return null;
    }

    public string Needed()
    {
        if (!Is) Fault("missing");
        return Scalar() ?? "";
    }
}
