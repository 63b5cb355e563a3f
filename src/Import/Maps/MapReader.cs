using System.Security.Cryptography;
using System.Text.Json;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>Reads a mapping file and finds all that is wrong with it before a row is read.</summary>
internal sealed class MapReader(IReadOnlyDictionary<string, ImportKind> kinds)
{
    static readonly string[] TopWords = ["source", "title", "encoding", "delimiter", "blank", "zone", "once", "records"];
    readonly MapProblems problems = new();

    public static async Task<Outcome<ImportMap>> ReadAsync(string path, IReadOnlyDictionary<string, ImportKind> kinds, CancellationToken ct)
    {
        if (!File.Exists(path)) return Refusal.Invalid("import.map_missing", "map", ("file", path));
        if (new FileInfo(path).Length > 1 << 20) return Refusal.Invalid("import.map_too_long", "map", ("file", path));
        var json = await File.ReadAllBytesAsync(path, ct);
        try
        {
            return new MapReader(kinds).Read(MapNode.Read(json), Convert.ToHexStringLower(SHA256.HashData(json)), path);
        }
        catch (JsonException bad)
        {
            return Refusal.Invalid("import.map_not_json", "map", ("file", path), ("line", (bad.LineNumber ?? 0) + 1), ("column", (bad.BytePositionInLine ?? 0) + 1));
        }
    }

    Outcome<ImportMap> Read(MapNode top, string fingerprint, string path)
    {
        var node = new MapObject(top, problems);
        node.Only(TopWords);
        var source = node.Text("source", required: true) ?? "";
        if (source.Length > 60) problems.Add(top["source"]!, "too_long", ("most", 60));
        var encoding = node.Choice("encoding", ["auto", "utf-8", "gb18030"]) ?? "auto";
        var delimiter = node.Choice("delimiter", ["auto", ",", ";", "\t", "|"]);
        var zone = node.Text("zone");
        TimeZoneInfo? found = null;
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out found)) problems.Add(top["zone"]!, "zone", ("zone", zone));
        var once = node.List("once").SelectMany(n => Record(n, once: true)).ToList();
        var records = node.List("records").SelectMany(n => Record(n, once: false)).ToList();
        if (!node.Has("records") || (top["records"]!.Kind == JsonTokenType.StartArray && top["records"]!.Items.Count == 0)) problems.Add(top, "no_records");
        if (problems.Any) return problems.ToRefusal(path);
        return new ImportMap(source, fingerprint, encoding, delimiter is null or "auto" ? null : delimiter[0], node.Texts("blank").ToHashSet(StringComparer.Ordinal), found, once, records);
    }

    // "each" writes one record of the map for several columns: {each} is the column's name, {*} its value.
    IEnumerable<RecordMap> Record(MapNode node, bool once)
    {
        var record = new MapObject(node, problems);
        if (!record.IsObject) yield break;
        if (!record.Has("each"))
        {
            if (new RecordReader(kinds, problems, null, once).Read(record) is { } made) yield return made;
            yield break;
        }
        if (once) problems.Add(node["each"]!, "once_column");
        foreach (var column in record.Texts("each"))
            if (new RecordReader(kinds, problems, column, once).Read(record) is { } made) yield return made;
    }
}
