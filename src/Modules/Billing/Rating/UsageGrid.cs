using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>What some tariffs and allowances can tell apart about an event besides its line, kind, direction and zones: the hours
/// they name, and the steps in which they count.</summary>
internal sealed class UsageGrid
{
    readonly List<ulong[]> hours = [];
    readonly List<Rounding> steps = [Rounding.Exact];
    // For each slot a number that it shares with those that lie in the same hours.
    readonly ushort[] marks;
    int different = 1;

    UsageGrid(UsageGrid? of)
    {
        marks = of is null ? new ushort[TariffClock.Slots] : [.. of.marks];
        if (of is null) return;
        (hours, steps, different, HasSplits) = ([.. of.hours], [.. of.steps], of.different, of.HasSplits);
    }

    public static UsageGrid Of(IEnumerable<Tariff> tariffs) => new UsageGrid(of: null).With([.. tariffs.Distinct()], []);

    /// <summary>How quantities are counted; the first is as they are.</summary>
    public IReadOnlyList<Rounding> Steps => steps;

    public bool HasHours => hours.Count > 0;

    /// <summary>Some price cuts events in time.</summary>
    public bool HasSplits { get; private set; }

    public int MarkOf(int slot) => marks[slot];

    /// <summary>This one where it tells enough apart for these too.</summary>
    public UsageGrid With(IReadOnlyCollection<Tariff> tariffs, IReadOnlyCollection<Pool> pools)
    {
        var sets = tariffs.SelectMany(t => t.HourSets).Concat(pools.SelectMany(p => p.HourSets)).Where(s => !Knows(s)).ToArray();
        var rules = tariffs.SelectMany(t => t.Rules).Where(r => !Knows(r)).ToArray();
        if (sets.Length == 0 && rules.Length == 0) return this;
        var more = new UsageGrid(this);
        foreach (var set in sets) more.Add(set);
        foreach (var rule in rules) more.Add(rule);
        return more;
    }

    bool Knows(UsageRule rule) => (rule.OverPeriod || steps.Contains(rule.Quantity)) && (HasSplits || !rule.Split);

    bool Knows(ulong[] set)
    {
        foreach (var known in hours)
            if (known.AsSpan().SequenceEqual(set)) return true;
        return false;
    }

    void Add(UsageRule rule)
    {
        if (!rule.OverPeriod && !steps.Contains(rule.Quantity)) steps.Add(rule.Quantity);
        HasSplits |= rule.Split;
    }

    // Slots that were alike are so no longer where one of them lies in these hours and the other does not.
    void Add(ulong[] set)
    {
        if (Knows(set)) return;
        hours.Add(set);
        var numbers = new int[different * 2];
        var count = 0;
        for (var slot = 0; slot < marks.Length; slot++)
        {
            ref var number = ref numbers[(marks[slot] * 2) + (TariffClock.Has(set, slot) ? 1 : 0)];
            if (number == 0) number = ++count;
            marks[slot] = (ushort)(number - 1);
        }
        different = count;
    }
}
