using System.Numerics;
using Wangting.Billing.Rating;
using Wangting.Catalogue;

namespace Wangting.ModuleTests.Rating;

/// <summary>The terms read word for word, slowly and without any table: what the fast way has to agree with. Fractions are exact.</summary>
internal static class PlainReading
{
    sealed class Sum
    {
        public required UsageTerm Term;
        public long Events, Actual, Counted, Free, Rest;
        public BigInteger Micros; // times the block
    }

    public static RatedPeriod Of(RatingGroup group, IEnumerable<UsageEvent> events, long from, long to)
    {
        var sums = new Dictionary<(int Line, Guid Product, int Term), Sum>();
        var left = group.Pools.ToDictionary(p => p, p => p.Quantity);
        var parked = new List<(Guid, Unrateable)>();
        foreach (var one in events.DistinctBy(e => e.Id).OrderBy(e => e.Start).ThenBy(e => e.Line).ThenBy(e => e.Id))
        {
            if (one.Line < 0) { parked.Add((one.Id, Unrateable.UnknownLine)); continue; }
            if (one.Quantity is < 0 or > UsageEvent.Most) { parked.Add((one.Id, Unrateable.Quantity)); continue; }
            if (one.Start >= to) continue;
            var before = one.Start < from;
            var segment = SegmentAt(one.Start);
            if (segment is null) { if (!before) parked.Add((one.Id, Unrateable.NoProduct)); continue; }
            if (PriceAt(segment, one.Start) is not { } price) { if (!before) parked.Add((one.Id, Unrateable.NoPrice)); continue; }
            if (price.Term.Crossing == CrossingRule.ByStart || one.Seconds == 0)
            {
                if (!before) Charge(price, one.Start, one.Quantity, Counted(price.Term));
                continue;
            }
            // Tick by tick it would be long: products and periods change at their borders, hours at whole minutes.
            var end = one.Start + (one.Seconds * TimeSpan.TicksPerSecond);
            var (whole, began) = (Counted(price.Term), one.Start);
            foreach (var at in Borders(group.Lines[one.Line], from, to, one.Start, end))
            {
                var (there, now) = (SegmentAt(at), price);
                if (there is not null && PriceAt(there, at) is { } other) now = other;
                if (at < end && at != from && at != to && ReferenceEquals(there, segment) && now == price) continue;
                if (began >= from && began < to)
                    Charge(price, began, Share(one.Quantity, at) - Share(one.Quantity, began), Share(whole, at) - Share(whole, began));
                (segment, price, began) = (there, now, at);
            }

            Segment? SegmentAt(long at) => group.Lines[one.Line].Segments.SingleOrDefault(s => s.From <= at && at < s.To);
            (Holding Holding, UsageTerm Term)? PriceAt(Segment held, long at) =>
                held.Holdings.SelectMany(h => h.Tariff.Terms.Usage.Select(u => (h, u))).Where(x => Fits(x.u.Match, one, at)).Select(x => ((Holding, UsageTerm)?)x).FirstOrDefault();
            long Counted(UsageTerm term) => term.QuantityOver == RoundedOver.Period ? one.Quantity : Round(one.Quantity, 1, term.Quantity);
            long Share(long quantity, long at) => (long)((BigInteger)quantity * (at - one.Start) / (end - one.Start));

            void Charge((Holding Holding, UsageTerm Term) price, long at, long actual, long counted)
            {
                var (holding, term) = price;
                var key = (term.TiersShared ? holding.Owner : one.Line, holding.Product, holding.Tariff.Terms.Usage.ToList().IndexOf(term));
                if (!sums.TryGetValue(key, out var sum)) sums[key] = sum = new Sum { Term = term };
                var rest = counted;
                foreach (var pool in group.Pools.OrderBy(p => p.Priority).ThenBy(p => p.Expires).ThenBy(p => p.Granted).ThenBy(p => p.Id))
                    if (pool.Lines.Contains(one.Line) && at >= pool.UsableFrom && at < pool.Expires && pool.Carries(one, at, AnyGroup.Clock.SlotOf(at)))
                    {
                        var drawn = Math.Min(left[pool], rest);
                        (left[pool], rest) = (left[pool] - drawn, rest - drawn);
                    }
                (sum.Events, sum.Actual, sum.Counted, sum.Free) = (sum.Events + 1, sum.Actual + actual, sum.Counted + counted, sum.Free + counted - rest);
                if (term.QuantityOver == RoundedOver.Event)
                {
                    var exact = Price(term, sum.Rest, rest);
                    sum.Micros += term.EventAmount is { } rounding ? (BigInteger)Round(exact, term.Block, rounding) * term.Block : exact;
                }
                sum.Rest += rest;
            }
        }
        return new RatedPeriod([.. sums.Select(s =>
        {
            var charged = s.Value.Rest;
            if (s.Value.Term.QuantityOver == RoundedOver.Period)
            {
                charged = Round(charged, 1, s.Value.Term.Quantity);
                s.Value.Micros = Price(s.Value.Term, 0, charged);
            }
            var amount = Round(s.Value.Micros, (BigInteger)s.Value.Term.Block * 10_000, new Rounding(s.Value.Term.PeriodAmount, 1));
            return new UsageCharge(s.Key.Line, s.Key.Product, s.Key.Term, s.Value.Term, s.Value.Events, s.Value.Actual, s.Value.Counted, s.Value.Free, charged, amount);
        })], [.. group.Pools.Select(p => left[p])], parked);
    }

    static IEnumerable<long> Borders(RatedLine line, long from, long to, long start, long end)
    {
        var minutes = new List<long>();
        for (var minute = (start / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute; minute < end; minute += TimeSpan.TicksPerMinute) minutes.Add(minute);
        return [.. line.Segments.SelectMany(s => (long[])[s.From, s.To]).Append(from).Append(to).Where(b => b > start && b < end).Concat(minutes).Append(end).Distinct().Order()];
    }

    static bool Fits(UsageMatch match, UsageEvent one, long at)
    {
        var local = AnyGroup.Clock.Local(at);
        var day = local is { Month: 10, Day: 1 } ? TariffDays.Holiday : (TariffDays)(1 << (((int)local.DayOfWeek + 6) % 7));
        var minute = (local.Hour * 60) + local.Minute;
        return match.Kind == one.Kind && (match.Direction ?? one.Direction) == one.Direction
            && (match.To.Count == 0 || match.To.Any(z => AnyTerms.Zones.Of(z) == one.To)) && (match.At.Count == 0 || match.At.Any(z => AnyTerms.Zones.Of(z) == one.At))
            && (match.Hours.Count == 0 || match.Hours.Any(h => h.Days.HasFlag(day) && minute >= h.From && minute < h.To));
    }

    // Unit for unit: what the n-th costs is the price of the last tier that has begun.
    static BigInteger Price(UsageTerm term, long before, long quantity)
    {
        BigInteger sum = 0;
        for (var i = before; i < before + quantity; i++) sum += term.Tiers.Last(t => t.From <= i).Price.Micro;
        return sum;
    }

    static long Round(BigInteger numerator, BigInteger denominator, Rounding by)
    {
        var steps = BigInteger.DivRem(numerator, denominator * by.Unit, out var rest);
        var more = by.Mode switch { RoundingMode.Up => rest > 0, RoundingMode.Down => false, _ => rest * 2 >= denominator * by.Unit };
        return (long)((steps + (more ? 1 : 0)) * by.Unit);
    }
}
