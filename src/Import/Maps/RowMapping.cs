using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>A row or record that was not taken, and why.</summary>
/// <param name="Value">What stood there, already fit to be shown.</param>
internal sealed record Reject(long Line, string Kind, string Column, string Value, Refusal Why);

/// <summary>Makes the records of a row. A row with anything wrong in it makes none: half a customer is worse than a line
/// in the rejects file.</summary>
internal sealed class RowMapping(ImportMap map, Reading reading)
{
    static readonly Dictionary<string, string> None = [];

    public IReadOnlyList<MappedRecord> Map(IReadOnlyList<RecordMap> makers, RowValues row, long line, ICollection<Reject> rejects)
    {
        var made = new List<MappedRecord>(makers.Count);
        var whole = true;
        foreach (var maker in makers)
        {
            if (!maker.When.All(w => w.Holds(row))) continue;
            if (Make(maker, row, line, rejects) is { } record) made.Add(record);
            else whole = false;
        }
        return whole ? made : [];
    }

    MappedRecord? Make(RecordMap maker, RowValues row, long line, ICollection<Reject> rejects)
    {
        var bad = rejects.Count;
        var id = maker.Id.FillWhole(row);
        if (id is null or { Length: 0 }) rejects.Add(new(line, maker.Kind.Name, string.Join(' ', maker.Id.Columns), "", Refusal.Invalid("import.value.missing", "id")));
        else if (id.Length > 120) rejects.Add(new(line, maker.Kind.Name, string.Join(' ', maker.Id.Columns), Shown(id, false), Refusal.Invalid("import.value.too_long", "id", ("most", 120))));
        var version = maker.Version?.FillWhole(row);
        if (version is { Length: > 60 }) rejects.Add(new(line, maker.Kind.Name, string.Join(' ', maker.Version!.Columns), Shown(version, false), Refusal.Invalid("import.value.too_long", "version", ("most", 60))));

        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var attributes = maker.Kind.Attributes ? new Dictionary<string, string>(StringComparer.Ordinal) : None;
        foreach (var (field, value) in maker.Fields)
        {
            if (FieldReading.Read(field, value, row, reading).IsRefused(out var why, out var read))
                rejects.Add(new(line, maker.Kind.Name, Columns(field, value), Shown(value.From.Fill(row) ?? "", field.Personal), why));
            else if (read is null) continue;
            else if (maker.Kind.Attributes && field.Name.StartsWith("attributes.", StringComparison.Ordinal)) attributes[field.Name["attributes.".Length..]] = Written(read);
            else values[field.Name] = read;
        }
        if (rejects.Count > bad) return null;
        return new MappedRecord(maker.Kind, line, new RecordSource(map.Source, id!, version ?? (maker.Kind.HasVersions ? Digest(values, attributes) : null)), values, attributes);
    }

    static string Columns(Field field, ValueMap value) => value.Columns.FirstOrDefault() is { } column ? column : field.Name;

    /// <summary>A value as it may stand in the rejects file: short, and personal data masked.</summary>
    public static string Shown(string value, bool personal)
    {
        if (personal) return Mask.Middle(value.Length > 40 ? value[..40] : value, 1, 1);
        return value.Length > 60 ? value[..60] + "…" : value;
    }

    // Without a version of its own a record's content is its version: the same content changes nothing.
    static string Digest(Dictionary<string, object> values, Dictionary<string, string> attributes)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal)) text.Append(name).Append('\u001f').Append(Written(value)).Append('\u001e');
        foreach (var (name, value) in attributes.OrderBy(v => v.Key, StringComparer.Ordinal)) text.Append(name).Append('\u001f').Append(value).Append('\u001e');
        return RecordSource.DigestMark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12));
    }

    static string Written(object value) => value switch
    {
        bool yes => yes ? "yes" : "no",
        DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
