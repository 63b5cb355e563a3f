using System.Globalization;
using System.Text.Json;

namespace Wangting.Import;

/// <summary>Reads how a field gets its value: a template alone, or an object that says more.</summary>
internal sealed class ValueReader(MapProblems problems, string? each, bool once)
{
    static readonly string[] Words = ["from", "table", "else", "blank", "formats", "yes", "no", "digits", "decimal", "times", "minusMonths", "as"];

    static readonly Reading Anywhere = new(Kernel.Currency.Yuan, "CN", TimeZoneInfo.Utc);

    public ValueMap? Read(Field field, MapNode node)
    {
        if (node.Kind != JsonTokenType.StartObject) return Template(node) is { } plain ? Checked(field, node, new ValueMap(plain)) : null;
        var value = new MapObject(node, problems);
        value.Only(Words);
        var from = Template(value, "from", required: true);
        Suits(value, field, ["formats", "minusMonths"], FieldType.Date, FieldType.Time);
        Suits(value, field, ["yes", "no"], FieldType.YesNo);
        Suits(value, field, ["digits"], FieldType.Money);
        Suits(value, field, ["decimal"], FieldType.Money, FieldType.Integer);
        Suits(value, field, ["times"], FieldType.Integer);
        var map = new ValueMap(from ?? new Template([]), Table(value), value.Text("else"), value.Text("blank"), Formats(value),
            value.Has("yes") ? value.Texts("yes").ToHashSet(StringComparer.Ordinal) : null, value.Has("no") ? value.Texts("no").ToHashSet(StringComparer.Ordinal) : null,
            (int?)value.Number("digits", 0, 6), value.Choice("decimal", [".", ","]) == "," ? ',' : '.', value.Number("times", 1, 1L << 40) ?? 1, Template(value, "minusMonths", required: false));
        if (map.Else is not null && map.Table is null) problems.Add(node["else"]!, "else_without_table");
        return from is null ? null : Checked(field, node, map);
    }

    public Template? Template(MapObject owner, string name, bool required) =>
        owner.Text(name, required) is null ? null : Template(owner.Node[name]!);

    public Template? Template(MapNode node)
    {
        if (node.Kind is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
        {
            problems.Add(node, "not_text");
            return null;
        }
        var text = each is null ? node.Text : node.Text.Replace("{each}", each, StringComparison.Ordinal).Replace("{*}", "{" + each + "}", StringComparison.Ordinal);
        var template = Import.Template.Parse(text);
        if (template is null) problems.Add(node, "template");
        else if (once && template.Columns.Any()) problems.Add(node, "once_column");
        return template;
    }

    Dictionary<string, string>? Table(MapObject value)
    {
        if (value.Node["table"] is not { } node) return null;
        var table = new MapObject(node, problems);
        return node.Members.DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => table.Text(m.Name) ?? "", StringComparer.Ordinal);
    }

    List<string>? Formats(MapObject value)
    {
        if (!value.Has("formats")) return null;
        var formats = value.Texts("formats").ToList();
        foreach (var format in formats.Where(f => !IsDateFormat(f))) problems.Add(value.Node["formats"]!, "date_format", ("format", format));
        return formats;
    }

    // A day written by the format must be the same day when it is read back: no part of the date may be missing.
    static bool IsDateFormat(string format)
    {
        var day = new DateTime(2021, 12, 31, 13, 14, 15, DateTimeKind.Unspecified);
        try
        {
            return DateTime.TryParseExact(day.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var back) && back.Date == day.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    void Suits(MapObject value, Field field, string[] words, params FieldType[] types)
    {
        if (types.Contains(field.Type)) return;
        foreach (var word in words.Where(value.Has)) problems.Add(value.Node[word]!, "not_for_type", ("word", word), ("name", field.Name));
    }

    // What never depends on a row is read now: a wrong constant is the map's fault, not every row's.
    ValueMap Checked(Field field, MapNode node, ValueMap map)
    {
        if (!map.From.Columns.Any() && map.MinusMonths is null && FieldReading.Read(field, map, RowValues.None, Anywhere).Refusal is { } why && why.Code != "import.value.not_a_choice")
            problems.Add(node, "constant", ("word", map.From.Fill(RowValues.None) ?? ""), ("name", field.Name));
        if (field.Choices is not { } choices) return map;
        foreach (var (from, word) in map.Table ?? new Dictionary<string, string>()) Allowed(word, node["table"]![from] ?? node);
        if (map.Table is null && !map.From.Columns.Any() && map.From.Fill(RowValues.None) is { } constant) Allowed(constant, node);
        if (map.Else is not null) Allowed(map.Else, node["else"]!);
        if (map.Blank is not null) Allowed(map.Blank, node["blank"]!);
        return map;

        void Allowed(string word, MapNode at)
        {
            if (!choices.Contains(word)) problems.Add(at, "not_a_choice", ("word", word), ("words", string.Join(", ", choices)));
        }
    }
}
