using System.Runtime.InteropServices;

namespace Wangting.Billing.Rating;

// Comparing plans rates the same use again and again. Where the order of events cannot matter, their sums are enough.
public sealed partial class Rater
{
    /// <summary>All use that draws from the same allowances and is charged at the same place.</summary>
    struct Demand
    {
        public int Place;
        /// <summary>Allowances by their order, one bit each.</summary>
        public ulong Pools;
        public long Rest;
        /// <summary>What is left of each single event is a multiple of this.</summary>
        public long Grain;
    }

    readonly List<Demand> demands = [];

    /// <param name="lines">How many there are.</param>
    /// <param name="borders">Moments at which a product or an allowance begins or ends.</param>
    internal FoldedUse Fold(IReadOnlyList<UsageEvent> events, int lines, ReadOnlySpan<Guid> takenBack, long from, long to, UsageGrid grid, IEnumerable<long> borders)
    {
        var spans = borders.Where(b => b > from && b < to).Append(to).Distinct().Order().ToArray();
        var folded = new FoldedUse(grid, events.Count, from, to);
        seen.Clear(events.Count);
        cancelled.Clear(takenBack.Length);
        foreach (var id in takenBack) cancelled.Add(id);
        for (var i = 0; i < events.Count; i++)
        {
            var one = events[i];
            if (!seen.Add(one.Id) || cancelled.Has(one.Id)) continue;
            if (one.Line < 0 || one.Line >= lines) { folded.Parked.Add((one.Id, Unrateable.UnknownLine)); continue; }
            if (one.Quantity is < 0 or > UsageEvent.Most || one.Seconds < 0) { folded.Parked.Add((one.Id, Unrateable.Quantity)); continue; }
            var end = checked(one.Start + (one.Seconds * TimeSpan.TicksPerSecond));
            if (one.Start >= to || (one.Start < from && end <= from)) continue;
            var span = 0;
            while (one.Start >= spans[span]) span++;
            var slot = grid.HasHours ? clock.SlotOf(one.Start) : 0;
            folded.Add(one, slot, span, one.Start < from, end > spans[span], grid.HasSplits && one.Seconds > 0 && Crosses(one.Start, Math.Min(end, to), slot, grid));
        }
        return folded;
    }

    bool Crosses(long at, long end, int slot, UsageGrid grid)
    {
        if (!grid.HasHours) return false;
        var mark = grid.MarkOf(slot);
        for (var minute = (at / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute; minute < end; minute += TimeSpan.TicksPerMinute)
            if (grid.MarkOf(clock.SlotOf(minute)) != mark) return true;
        return false;
    }

    /// <summary>What <see cref="Rate"/> makes of the same events; null where it depends on which of them came first, or on how single
    /// ones are cut or rounded.</summary>
    internal RatedPeriod? RateCells(RatingGroup group, FoldedUse use)
    {
        Begin(group, use.From, use.To);
        if (pools.Length > 64) return null;
        parked.AddRange(use.Parked);
        demands.Clear();
        for (var i = 0; i < use.Cells.Length; i++)
            if (!GatherCell(use.Cells[i], i, use)) return null;
        if (!Draw()) return null;
        foreach (ref var demand in CollectionsMarshal.AsSpan(demands))
        {
            if (demand.Rest == 0) continue;
            ref var sum = ref gathered[demand.Place];
            if (!IsExact(sum.Rule, demand.Grain)) return null;
            sum.Rest = checked(sum.Rest + demand.Rest);
        }
        for (var i = 0; i < charges; i++)
        {
            ref var sum = ref gathered[i];
            sum.Free = sum.Counted - sum.Rest;
            // Tier by tier the parts of single events add up to those of their sum.
            if (sum.Rest > 0 && !sum.Rule.OverPeriod) sum.Numerator = sum.Rule.Numerator(0, sum.Rest);
        }
        return End();
    }

    // To its place and its demand; false where single events have to be looked at.
    bool GatherCell(in FoldedUse.Cell cell, int number, FoldedUse use)
    {
        var stretch = StretchAt(cell.First.Line, cell.First.Start);
        var found = stretch?.Set.Find(cell.First, cell.Slot) ?? default;
        if (cell.IsEarly) return found.Rule is not { Split: true };
        if (found.Rule is null)
        {
            foreach (var id in use.EventsOf(number)) parked.Add((id, stretch is null ? Unrateable.NoProduct : Unrateable.NoPrice));
            return true;
        }
        if (found.Rule.Split && (cell.CrossesSpan || (cell.CrossesHours && stretch!.Value.Set.HasHours))) return false;
        var counted = found.Rule.OverPeriod ? use.Sum(number) : use.Sum(number, found.Rule.Quantity);
        if (counted is not { } quantity) return false;
        var place = places[stretch!.Value.FirstPlace + found.Place];
        ref var sum = ref gathered[place];
        sum.Events += cell.Events;
        checked
        {
            sum.Actual += use.Sum(number);
            sum.Counted += quantity;
        }
        if (quantity > 0) Demanded(place, PoolsOf(cell), quantity, found.Rule.OverPeriod ? 1 : found.Rule.Quantity.Unit);
        return true;
    }

    ulong PoolsOf(in FoldedUse.Cell cell)
    {
        var carriers = 0UL;
        for (var i = 0; i < drawn.Length; i++)
        {
            var pool = pools[drawn[i]];
            if (pool.Quantity > 0 && pool.Carries(cell.First, cell.First.Start, cell.Slot) && pool.Lines.Contains(cell.First.Line)) carriers |= 1UL << i;
        }
        return carriers;
    }

    void Demanded(int place, ulong carriers, long quantity, long grain)
    {
        foreach (ref var known in CollectionsMarshal.AsSpan(demands))
            if (known.Place == place && known.Pools == carriers)
            {
                known.Rest = checked(known.Rest + quantity);
                return;
            }
        demands.Add(new Demand { Place = place, Pools = carriers, Rest = quantity, Grain = grain });
    }

    // An allowance that is enough for all carries all, whoever comes first. One that is not leaves a rest of the sum where all who
    // draw from it go on alike; where they do not, the order decides whose the rest is.
    bool Draw()
    {
        var all = CollectionsMarshal.AsSpan(demands);
        for (var i = 0; i < drawn.Length; i++)
        {
            var (wanted, first) = (0L, -1);
            var alike = true;
            for (var d = 0; d < all.Length; d++)
            {
                if (all[d].Rest == 0 || (all[d].Pools >> i & 1) == 0) continue;
                wanted = checked(wanted + all[d].Rest);
                if (first < 0) first = d;
                else alike &= all[d].Place == all[first].Place && all[d].Pools >> i == all[first].Pools >> i;
            }
            if (first < 0) continue;
            ref var pool = ref left[drawn[i]];
            if (wanted > pool && !alike) return false;
            var (rest, grain) = (Math.Max(0, wanted - pool), pool);
            foreach (ref var demand in all)
                if (demand.Rest > 0 && (demand.Pools >> i & 1) != 0) (grain, demand.Rest) = (Divisor(grain, demand.Grain), 0);
            (all[first].Rest, all[first].Grain) = (rest, grain);
            pool = Math.Max(0, pool - wanted);
        }
        return true;
    }

    // Where single events' amounts are rounded, their sum is known only if that rounding changes nothing.
    static bool IsExact(UsageRule rule, long grain)
    {
        if (rule.OverPeriod || rule.Term.EventAmount is not { } rounding) return true;
        for (var tier = 0; tier < rule.Price.Length; tier++)
            if (rule.From[tier] % grain != 0 || (Int128)rule.Price[tier] * grain % ((Int128)rule.Block * rounding.Unit) != 0) return false;
        return true;
    }

    static long Divisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
