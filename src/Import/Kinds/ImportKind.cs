using System.Collections.Frozen;
using System.Text.Json;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>A kind of record that a map can make of a row: its fields, and the module's operation that takes it.</summary>
/// <param name="Attributes">Whether it takes any further facts under <c>attributes.…</c>.</param>
/// <param name="SumBy">Field whose words keep sums apart: amounts of different meaning are not added up.</param>
/// <param name="HasVersions">False for what never changes: then nobody need work out a version of its content.</param>
/// <param name="BatchRows">How many rows are saved together; of several kinds in a map the fewest.</param>
/// <param name="Turn">Name of the kind with whose records these are taken, in one go.</param>
/// <param name="AcceptAsync">Prepares a batch in the unit of work and says what becomes of each; does not save.</param>
internal sealed record ImportKind(string Name, IReadOnlyList<Field> Fields,
    Func<IServiceProvider, IReadOnlyList<MappedRecord>, CancellationToken, Task<IReadOnlyList<Accepted>>> AcceptAsync, bool Attributes = false, string? SumBy = null,
    bool HasVersions = true, int BatchRows = 500, string? Turn = null)
{
    public IReadOnlyList<Field> Amounts { get; } = [.. Fields.Where(f => f.Type == FieldType.Money)];

    public Field? Field(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

/// <summary>One record made of a row: typed values by field name. A field without a value is not in it.</summary>
internal sealed class MappedRecord(ImportKind kind, long line, RecordSource source, IReadOnlyDictionary<string, object> values, IReadOnlyDictionary<string, string> attributes)
{
    public ImportKind Kind => kind;
    public long Line => line;
    public RecordSource Source => source;
    public IReadOnlyDictionary<string, string> Attributes => attributes;

    public bool Has(string field) => values.ContainsKey(field);
    public string? Text(string field) => values.TryGetValue(field, out var value) ? (string)value : null;
    /// <summary>A field that the kind requires; the map cannot leave it out.</summary>
    public string Needed(string field) => (string)values[field];
    public Money? Money(string field) => values.TryGetValue(field, out var value) ? (Money)value : null;
    public long? Integer(string field) => values.TryGetValue(field, out var value) ? (long)value : null;
    /// <summary>A small whole number; one too large for it becomes the largest, which its module refuses.</summary>
    public int? Whole(string field) => Integer(field) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;
    public DateOnly? Date(string field) => values.TryGetValue(field, out var value) ? (DateOnly)value : null;
    public DateTimeOffset? Moment(string field) => values.TryGetValue(field, out var value) ? (DateTimeOffset)value : null;
    public DateTime? Time(string field) => Moment(field)?.UtcDateTime;
    public bool? YesNo(string field) => values.TryGetValue(field, out var value) ? (bool)value : null;

    /// <summary>Words in Chinese and English; in one language alone where the file has but that.</summary>
    public LocalText Words(string zh, string en) => LocalText.Of(Needed(zh), Text(en) ?? Needed(zh));

    public T? Choice<T>(string field) where T : struct, Enum =>
        values.TryGetValue(field, out var value) ? Meant<T>.Known[(string)value] : null;

    static class Meant<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> Known = Enum.GetValues<T>().ToFrozenDictionary(v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()), StringComparer.Ordinal);
    }
}
