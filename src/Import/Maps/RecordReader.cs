using System.Text.Json;

namespace Wangting.Import;

/// <summary>Reads one record of a map, for one column of its <c>each</c> if it has one.</summary>
internal sealed class RecordReader(IReadOnlyDictionary<string, ImportKind> kinds, MapProblems problems, string? each, bool once)
{
    static readonly string[] Words = ["kind", "id", "version", "when", "each", "fields"];
    static readonly string[] Tests = ["is", "isNot", "has"];
    const string AttributePrefix = "attributes.";

    public RecordMap? Read(MapObject record)
    {
        record.Only(Words);
        var values = new ValueReader(problems, each, once);
        var id = values.Template(record, "id", required: true);
        var version = values.Template(record, "version", required: false);
        var when = record.Node["when"] switch
        {
            null => [],
            { Kind: JsonTokenType.StartArray } list => list.Items.ConvertAll(Condition),
            { } one => [Condition(one)],
        };
        var name = record.Text("kind", required: true);
        if (name is null) return null;
        if (!kinds.TryGetValue(name, out var kind))
        {
            problems.Add(record.Node["kind"]!, "kind", ("word", name), ("words", string.Join(", ", kinds.Keys)));
            return null;
        }
        if (record.Node["fields"] is not { } node)
        {
            problems.Add(record.Node, "missing", ("name", "fields"));
            return null;
        }
        var fields = new MapObject(node, problems);
        var read = new List<(Field, ValueMap)>();
        foreach (var (field, value) in node.Members)
            if (FieldOf(kind, field, value) is { } known && values.Read(known, value) is { } map) read.Add((known, map));
        foreach (var needed in kind.Fields.Where(f => f.Required && !fields.Has(f.Name))) problems.Add(node, "field_missing", ("kind", kind.Name), ("name", needed.Name));
        return id is null ? null : new RecordMap(kind, record.Node.Line, id, version, [.. when.OfType<Condition>()], read);
    }

    Field? FieldOf(ImportKind kind, string name, MapNode value)
    {
        if (kind.Attributes && name.Length > AttributePrefix.Length && name.StartsWith(AttributePrefix, StringComparison.Ordinal))
            return new Field(name, value["as"] is { } type ? AttributeType(type) : FieldType.Text);
        if (kind.Field(name) is { } known)
        {
            if (value["as"] is { } given) problems.Add(given, "as_given", ("name", name));
            return known;
        }
        var names = kind.Fields.Select(f => f.Name).ToList();
        var near = MapProblems.Nearest(name, names);
        problems.Add(value, near.Length > 0 ? "unknown_near" : "unknown", ("name", name), ("near", near), ("names", string.Join(", ", names)));
        return null;
    }

    FieldType AttributeType(MapNode type)
    {
        switch (type.Text)
        {
            case "text": return FieldType.Text;
            case "integer": return FieldType.Integer;
            case "money": return FieldType.Money;
            case "date": return FieldType.Date;
            case "yes/no": return FieldType.YesNo;
            default:
                problems.Add(type, "not_a_choice", ("word", type.Text), ("words", "text, integer, money, date, yes/no"));
                return FieldType.Text;
        }
    }

    // { "column": "PhoneService", "is": "Yes" } · "isNot" · "has": true; "{TotalCharges}" alone asks for any value.
    Condition? Condition(MapNode node)
    {
        var values = new ValueReader(problems, each, once);
        if (node.Kind == JsonTokenType.String)
        {
            var template = values.Template(node);
            if (template is null || template.Parts is [(true, _)]) return template is null ? null : new Condition(template.Parts[0].Text, null, false);
            problems.Add(node, "condition_column");
            return null;
        }
        var condition = new MapObject(node, problems);
        condition.Only(["column", .. Tests]);
        var column = condition.Text("column", required: true);
        var tests = Tests.Where(condition.Has).ToList();
        if (tests.Count != 1)
        {
            problems.Add(node, "condition_one");
            return null;
        }
        if (column is null) return null;
        if (column == "*" && each is not null) column = each;
        if (once) problems.Add(node, "once_column");
        return tests[0] switch
        {
            "has" => new Condition(column, null, condition.Choice("has", ["true", "false"]) == "false"),
            var test => new Condition(column, condition.Texts(test).ToHashSet(StringComparer.Ordinal), test == "isNot"),
        };
    }
}
