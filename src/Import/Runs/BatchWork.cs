using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>One row as it came out of the map.</summary>
/// <param name="Number">Its place among the rows, for the checkpoint.</param>
internal sealed record MappedRow(long Number, long Line, IReadOnlyList<MappedRecord> Records, IReadOnlyList<Reject> Rejects);

/// <summary>What the batches of a run share.</summary>
internal sealed class BatchWork(Guid run, ImportMap map, Reading reading, RejectsFile rejects, Caller caller)
{
    readonly RowMapping mapping = new(map, reading);

    public Guid Run => run;
    public ImportMap Map => map;
    public RejectsFile Rejects => rejects;
    public Caller Caller => caller;
    public long RowsWithRejects { get; set; }

    public MappedRow MapRow(CsvRows rows, RowValues values)
    {
        var wrong = new List<Reject>();
        if (rows.Fault is { } fault)
        {
            wrong.Add(new Reject(rows.Line, "", "", "", Refusal.Invalid(fault, null, ("has", rows.FieldCount), ("needs", rows.Columns.Count))));
            return new MappedRow(rows.Number, rows.Line, [], wrong);
        }
        values.Take(rows);
        var records = mapping.Map(map.Records, values, rows.Line, wrong);
        return new MappedRow(rows.Number, rows.Line, records, wrong);
    }

    public MappedRow MapOnce()
    {
        var wrong = new List<Reject>();
        return new MappedRow(0, 0, mapping.Map(map.Once, RowValues.None, 0, wrong), wrong);
    }
}

/// <summary>Which versions of which records a batch holds.</summary>
internal sealed class BatchVersions
{
    readonly Dictionary<(string Kind, string Id), string?> held = [];

    public bool Collides(MappedRow row) =>
        row.Records.Any(r => held.TryGetValue((r.Kind.Name, r.Source.ExternalId), out var version) && version != r.Source.Version);

    public void Note(MappedRow row)
    {
        foreach (var record in row.Records) held[(record.Kind.Name, record.Source.ExternalId)] = record.Source.Version;
    }

    public void Clear() => held.Clear();
}
