namespace Wangting.Billing.Rating;

/// <summary>A period's use in cells: in each are events that no tariff of a <see cref="UsageGrid"/> treats differently, with their
/// sums in every step in which one counts. A thousand events are a few dozen cells, and sixty plans read those.</summary>
internal sealed class FoldedUse
{
    public struct Cell
    {
        /// <summary>Stands for all of them.</summary>
        public UsageEvent First;
        public int Slot, Events;
        /// <summary>Place of the event that came last; each names the one before it.</summary>
        public int Last;
        /// <summary>It began before the period and reaches into it.</summary>
        public bool IsEarly;
        /// <summary>One of them reaches over the end of a product, an allowance or the period.</summary>
        public bool CrossesSpan;
        /// <summary>One of them reaches into hours that somebody tells apart.</summary>
        public bool CrossesHours;
    }

    /// <summary>What is equal for all events of a cell: line and zones; kind, direction, hours and the stretch of time.</summary>
    readonly record struct Key(ulong Where, ulong What);

    readonly UsageGrid grid;
    readonly UsageEvent[] events;
    readonly int[] before;
    readonly Dictionary<Key, int> places = [];
    readonly int steps;
    Cell[] cells = new Cell[32];
    long[] sums;
    int kept;
    UsageEvent[]? inOrder;

    public FoldedUse(UsageGrid grid, int events, long from, long to)
    {
        (this.grid, From, To, steps) = (grid, from, to, grid.Steps.Count);
        (this.events, before, sums) = (new UsageEvent[events], new int[events], new long[cells.Length * steps]);
    }

    public long From { get; }
    public long To { get; }

    /// <summary>Of no line, or of an impossible quantity, whatever the products.</summary>
    public List<(Guid Event, Unrateable Reason)> Parked { get; } = [];

    public ReadOnlySpan<Cell> Cells => cells.AsSpan(0, places.Count);

    /// <summary>The sum of a cell as it is counted in a step; null where the grid does not know the step.</summary>
    public long? Sum(int cell, Catalogue.Rounding step)
    {
        for (var i = 0; i < steps; i++)
            if (grid.Steps[i] == step) return sums[(cell * steps) + i];
        return null;
    }

    /// <summary>As they were used.</summary>
    public long Sum(int cell) => sums[cell * steps];

    public IEnumerable<Guid> EventsOf(int cell)
    {
        for (var i = cells[cell].Last; i >= 0; i = before[i]) yield return events[i].Id;
    }

    /// <summary>Those of the cells, sorted.</summary>
    public Span<UsageEvent> InOrder
    {
        get
        {
            if (inOrder is null)
            {
                inOrder = events[..kept];
                inOrder.AsSpan().Sort(default(UsageEvent.Order));
            }
            return inOrder;
        }
    }

    /// <param name="span">Number of the stretch of time in which nothing begins or ends.</param>
    public void Add(in UsageEvent one, int slot, int span, bool early, bool crossesSpan, bool crossesHours)
    {
        // Those that came before the period are each a cell of their own: there are one or two, and no span tells their time.
        var key = new Key((ulong)(uint)one.Line << 32 | (ulong)one.To << 16 | one.At,
            (ulong)(uint)(early ? kept : span) << 32 | (ulong)(uint)grid.MarkOf(slot) << 16 | (ulong)(uint)one.Kind << 8 | (ulong)(uint)one.Direction << 1 | (early ? 1UL : 0));
        if (!places.TryGetValue(key, out var place))
        {
            places[key] = place = places.Count;
            if (place == cells.Length)
            {
                Array.Resize(ref cells, place * 2);
                Array.Resize(ref sums, place * 2 * steps);
            }
            cells[place] = new Cell { First = one, Slot = slot, Last = -1, IsEarly = early };
        }
        ref var cell = ref cells[place];
        (events[kept], before[kept], cell.Last) = (one, cell.Last, kept);
        kept++;
        cell.Events++;
        cell.CrossesSpan |= crossesSpan;
        cell.CrossesHours |= crossesHours;
        checked
        {
            for (var i = 0; i < steps; i++) sums[(place * steps) + i] += grid.Steps[i].Of(one.Quantity);
        }
    }
}
