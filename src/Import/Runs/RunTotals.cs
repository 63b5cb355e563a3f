using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>What a run has done so far.</summary>
public sealed class RunTotals
{
    public long Rows { get; set; }
    /// <summary>Rows of which something was refused.</summary>
    public long RowsWithRejects { get; set; }
    public SortedDictionary<string, KindTotals> Kinds { get; init; } = new(StringComparer.Ordinal);

    internal void Count(MappedRecord record, Acceptance outcome)
    {
        if (!Kinds.TryGetValue(record.Kind.Name, out var totals)) Kinds[record.Kind.Name] = totals = new();
        switch (outcome)
        {
            case Acceptance.Added: totals.Added++; break;
            case Acceptance.Updated: totals.Updated++; break;
            case Acceptance.Unchanged: totals.Unchanged++; break;
            case Acceptance.Parked: totals.Parked++; return; // its amount is not ours yet
            default: totals.Refused++; return;
        }
        foreach (var field in record.Kind.Amounts)
            if (record.Money(field.Name) is { } amount)
            {
                var name = record.Kind.SumBy is { } by ? $"{record.Text(by)} {field.Name}" : field.Name;
                totals.Sums[name] = totals.Sums.GetValueOrDefault(name) + amount.Minor;
            }
    }

    internal RunTotals Copy() => new()
    {
        Rows = Rows,
        RowsWithRejects = RowsWithRejects,
        Kinds = new(Kinds.ToDictionary(k => k.Key, k => k.Value.Copy()), StringComparer.Ordinal),
    };
}

/// <summary>What became of the records of one kind.</summary>
public sealed class KindTotals
{
    public long Added { get; set; }
    public long Updated { get; set; }
    public long Unchanged { get; set; }
    public long Refused { get; set; }
    /// <summary>Kept aside until what they lack is there.</summary>
    public long Parked { get; set; }
    /// <summary>Sums of the amounts of all records not refused, in minor units, by field: to hold against the other
    /// system's. Decimal, because a sum of amounts that each fit may not fit.</summary>
    public SortedDictionary<string, decimal> Sums { get; init; } = new(StringComparer.Ordinal);

    internal KindTotals Copy() => new() { Added = Added, Updated = Updated, Unchanged = Unchanged, Refused = Refused, Parked = Parked, Sums = new(Sums, StringComparer.Ordinal) };
}
