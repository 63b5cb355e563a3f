
namespace Wangting.Import;

/// <summary>How the rows of one kind of file become records. Made from a mapping file by <see cref="MapReader"/>;
/// the form is described in docs/import.md.</summary>
/// <param name="Source">Name of the system the file comes from; with a record's id it makes the record's identity.</param>
/// <param name="Blanks">Words that mean <em>not known</em>, beside nothing at all.</param>
/// <param name="Zone">Zone of times that state none; null is the operator's.</param>
/// <param name="Once">Records that do not depend on a row: made before the first one.</param>
internal sealed record ImportMap(string Source, string Fingerprint, string Encoding, char? Delimiter, IReadOnlySet<string> Blanks, TimeZoneInfo? Zone,
    IReadOnlyList<RecordMap> Once, IReadOnlyList<RecordMap> Records)
{
    public IEnumerable<RecordMap> All => Once.Concat(Records);
    public IEnumerable<string> Columns => Records.SelectMany(r => r.Columns).Distinct(StringComparer.Ordinal);
}

/// <summary>One record to be made of a row, when its conditions hold.</summary>
/// <param name="Version">Null: the record's content is its version, so that any change is taken over.</param>
internal sealed record RecordMap(ImportKind Kind, int Line, Template Id, Template? Version, IReadOnlyList<Condition> When, IReadOnlyList<(Field Field, ValueMap Value)> Fields)
{
    public IEnumerable<string> Columns => Id.Columns.Concat(Version?.Columns ?? []).Concat(When.Select(w => w.Column)).Concat(Fields.SelectMany(f => f.Value.Columns));
}

/// <summary>Text with columns in braces: <c>{customerID}-phone</c>. A brace of the text itself is doubled.</summary>
/// <param name="Parts">In order; a column's name or text as it stands.</param>
internal sealed record Template(IReadOnlyList<(bool IsColumn, string Text)> Parts)
{
    public IEnumerable<string> Columns => Parts.Where(p => p.IsColumn).Select(p => p.Text);

    /// <summary>Reads a template; null when a brace is not closed or names nothing.</summary>
    public static Template? Parse(string text)
    {
        var parts = new List<(bool, string)>();
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}')) { plain.Append(text[i]); continue; }
            if (i + 1 < text.Length && text[i + 1] == text[i]) { plain.Append(text[i++]); continue; }
            var close = text.IndexOf('}', i);
            if (text[i] == '}' || close < 0 || string.IsNullOrWhiteSpace(text[(i + 1)..close])) return null;
            if (plain.Length > 0) parts.Add((false, plain.ToString()));
            plain.Clear();
            parts.Add((true, text[(i + 1)..close].Trim()));
            i = close;
        }
        if (plain.Length > 0) parts.Add((false, plain.ToString()));
        return new Template(parts);
    }

    /// <summary>The text for a row; null when it names columns and none of them has a value.</summary>
    public string? Fill(RowValues row)
    {
        if (Parts.Count == 1) return Parts[0].IsColumn ? row[Parts[0].Text] : Parts[0].Text;
        var (any, named) = (false, false);
        var text = string.Concat(Parts.Select(p =>
        {
            if (!p.IsColumn) return p.Text;
            named = true;
            var value = row[p.Text];
            any |= value is not null;
            return value;
        }));
        return any || !named ? text : null;
    }

    /// <summary>The text for a row; null when any of its columns has no value. For ids, which must not be made of holes.</summary>
    public string? FillWhole(RowValues row)
    {
        foreach (var (isColumn, text) in Parts)
            if (isColumn && row[text] is null) return null;
        return Fill(row);
    }
}

/// <summary>A condition on one column.</summary>
/// <param name="Words">Null: that it has any value at all.</param>
internal sealed record Condition(string Column, IReadOnlySet<string>? Words, bool Not)
{
    public bool Holds(RowValues row) => row[Column] is { } value ? (Words is null || Words.Contains(value)) != Not : Not;
}

/// <summary>How one field gets its text from a row, and how that text is to be read.</summary>
internal sealed record ValueMap(Template From, IReadOnlyDictionary<string, string>? Table = null, string? Else = null, string? Blank = null,
    IReadOnlyList<string>? Formats = null, IReadOnlySet<string>? Yes = null, IReadOnlySet<string>? No = null, int? Digits = null, char Decimal = '.',
    long Times = 1, Template? MinusMonths = null)
{
    public IEnumerable<string> Columns => From.Columns.Concat(MinusMonths?.Columns ?? []);
}

/// <summary>The values of one row by column name, blanks as null.</summary>
internal sealed class RowValues(IReadOnlyDictionary<string, int> ordinals, IReadOnlySet<string> blanks)
{
    readonly Dictionary<string, string?> read = new(StringComparer.Ordinal);
    CsvRows? rows;

    public static RowValues None { get; } = new(new Dictionary<string, int>(), new HashSet<string>());

    public void Take(CsvRows row)
    {
        rows = row;
        read.Clear();
    }

    public string? this[string column]
    {
        get
        {
            if (read.TryGetValue(column, out var known)) return known;
            var text = rows![ordinals[column]].Trim();
            return read[column] = text.IsEmpty || Unknown(text) ? null : text.ToString();
        }
    }

    bool Unknown(ReadOnlySpan<char> text)
    {
        foreach (var word in blanks)
            if (text.SequenceEqual(word)) return true;
        return false;
    }
}
