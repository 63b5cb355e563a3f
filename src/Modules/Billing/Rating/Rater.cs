using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>Rates the events of one group in one period: a function of what it is given, without database, clock or chance.
/// Events may come in any order and more than once; the charges are the same to the byte.</summary>
/// <remarks>Keep one for each thread and use it for group after group: its tables are reused, so that an event costs no memory.</remarks>
/// <param name="minorDigits">Digits of the currency after the point, 0 to 3.</param>
public sealed partial class Rater(TariffClock clock, int minorDigits = 2)
{
    readonly long microPerMinor = minorDigits switch { 0 => 1_000_000, 1 => 100_000, 2 => 10_000, _ => 1_000 };
    readonly Dictionary<TariffKey, TariffSet> sets = [];
    readonly EventIds seen = new(), cancelled = new();

    // What the group at hand has gathered; kept from group to group for their memory.
    Gathered[] gathered = new Gathered[16];
    int charges;
    readonly List<Stretch> stretches = [];
    readonly List<int> firstStretch = [], firstPool = [], poolsOfLines = [], places = [];
    readonly Dictionary<(int Line, Guid Product, int Term), int> placeOf = [];
    readonly List<(Guid, Unrateable)> parked = [];
    long[] left = new long[8];
    Pool[] pools = [];
    // Their places in the order in which they are drawn.
    int[] drawn = [];
    long periodFrom, periodTo;
    bool poolsHaveHours;

    struct Gathered
    {
        public UsageRule Rule;
        public int Line, Term;
        public Guid Product;
        public long Events, Actual, Counted, Free, Rest, Micro;
        public Int128 Numerator;
    }

    /// <param name="FirstPlace">Where in <see cref="places"/> those of its prices begin.</param>
    readonly record struct Stretch(long From, long To, TariffSet Set, int FirstPlace);

    /// <param name="events">Put into their order in place.</param>
    /// <param name="from">UTC ticks at which the period begins.</param>
    /// <param name="to">The tick after its last.</param>
    /// <param name="takenBack">Ids of events that later ones cancelled.</param>
    /// <param name="each">What became of every event, in their new order; empty where nobody asks.</param>
    /// <exception cref="OverflowException">The sums are beyond what money can be: the group's data is wrong.</exception>
    public RatedPeriod Rate(RatingGroup group, Span<UsageEvent> events, long from, long to, ReadOnlySpan<Guid> takenBack = default, Span<RatedEvent> each = default)
    {
        if (!each.IsEmpty && each.Length < events.Length) throw new ArgumentException("Too short for all events.", nameof(each));
        Begin(group, from, to);
        SortIfNeeded(events);
        seen.Clear(events.Length);
        cancelled.Clear(takenBack.Length);
        foreach (var id in takenBack) cancelled.Add(id);
        for (var i = 0; i < events.Length; i++)
        {
            var rated = RateOne(events[i], group);
            if (!each.IsEmpty) each[i] = rated;
        }
        return End();
    }

    static void SortIfNeeded(Span<UsageEvent> events)
    {
        var order = default(UsageEvent.Order);
        for (var i = 1; i < events.Length; i++)
            if (order.Compare(events[i - 1], events[i]) > 0)
            {
                events.Sort(order);
                return;
            }
    }

    void Begin(RatingGroup group, long from, long to)
    {
        (periodFrom, periodTo, charges) = (from, to, 0);
        stretches.Clear();
        firstStretch.Clear();
        firstPool.Clear();
        poolsOfLines.Clear();
        places.Clear();
        placeOf.Clear();
        parked.Clear();
        pools = [.. group.Pools];
        if (left.Length < pools.Length) left = new long[pools.Length];
        drawn = new int[pools.Length];
        poolsHaveHours = false;
        for (var i = 0; i < pools.Length; i++) (left[i], drawn[i], poolsHaveHours) = (pools[i].Quantity, i, poolsHaveHours || pools[i].HasHours);
        Array.Sort(drawn, (x, y) => Pool.Compare(pools[x], pools[y]));
        for (var line = 0; line < group.Lines.Count; line++)
        {
            firstStretch.Add(stretches.Count);
            foreach (var segment in group.Lines[line].Segments) AddStretch(line, segment);
            firstPool.Add(poolsOfLines.Count);
            foreach (var pool in drawn)
                if (pools[pool].Lines.Contains(line)) poolsOfLines.Add(pool);
        }
        firstStretch.Add(stretches.Count);
        firstPool.Add(poolsOfLines.Count);
    }

    void AddStretch(int line, Segment segment)
    {
        stretches.Add(new Stretch(segment.From, segment.To, SetOf(segment.Holdings), places.Count));
        foreach (var holding in segment.Holdings)
            for (var term = 0; term < holding.Tariff.Rules.Length; term++) places.Add(PlaceOf(line, holding, term));
    }

    // One place for a price however many stretches see it; one whose tiers are counted for all lines together is the owner's.
    int PlaceOf(int line, Holding holding, int term)
    {
        var rule = holding.Tariff.Rules[term];
        if (rule.Term.TiersShared) line = holding.Owner;
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(placeOf, (line, holding.Product, term), out var known);
        if (known) return place;
        if (charges == gathered.Length) Array.Resize(ref gathered, charges * 2);
        gathered[charges] = new Gathered { Rule = rule, Line = line, Product = holding.Product, Term = term };
        return place = charges++;
    }

    TariffSet SetOf(IReadOnlyList<Holding> holdings)
    {
        var key = new TariffKey([.. holdings.Select(h => h.Tariff)]);
        if (!sets.TryGetValue(key, out var set)) sets[key] = set = new TariffSet(key.Tariffs);
        return set;
    }

    RatedEvent RateOne(in UsageEvent one, RatingGroup group)
    {
        if (!seen.Add(one.Id)) return new(EventFate.Again, Unrateable.None, -1, 0, 0, 0);
        if (cancelled.Has(one.Id)) return new(EventFate.Cancelled, Unrateable.None, -1, 0, 0, 0);
        if (one.Line < 0 || one.Line >= group.Lines.Count) return Park(one, Unrateable.UnknownLine);
        if (one.Quantity is < 0 or > UsageEvent.Most || one.Seconds < 0) return Park(one, Unrateable.Quantity);
        if (one.Start >= periodTo) return Elsewhere;
        var before = one.Start < periodFrom; // of the last period, unless it lasted into this one
        if (StretchAt(one.Line, one.Start) is not { } stretch) return before ? Elsewhere : Park(one, Unrateable.NoProduct);
        var found = stretch.Set.Find(one, SlotFor(stretch, one.Start));
        if (found.Rule is null) return before ? Elsewhere : Park(one, Unrateable.NoPrice);
        if (found.Rule.Split && one.Seconds > 0) return RateSplit(one, stretch, found);
        if (before) return Elsewhere;
        return Charge(one, one.Start, stretch, found, one.Quantity, found.Rule.OverPeriod ? one.Quantity : found.Rule.Quantity.Of(one.Quantity));
    }

    static readonly RatedEvent Elsewhere = new(EventFate.OtherPeriod, Unrateable.None, -1, 0, 0, 0);

    RatedEvent Park(in UsageEvent one, Unrateable reason)
    {
        parked.Add((one.Id, reason));
        return new(EventFate.Parked, reason, -1, 0, 0, 0);
    }

    Stretch? StretchAt(int line, long at)
    {
        for (var i = firstStretch[line]; i < firstStretch[line + 1]; i++)
            if (at < stretches[i].To) return at >= stretches[i].From ? stretches[i] : null;
        return null;
    }

    long NextStretch(int line, long at)
    {
        for (var i = firstStretch[line]; i < firstStretch[line + 1]; i++)
            if (stretches[i].From > at) return stretches[i].From;
        return long.MaxValue;
    }

    int SlotFor(in Stretch stretch, long at) => stretch.Set.HasHours || poolsHaveHours ? clock.SlotOf(at) : 0;

    // Allowances first, in their order; the rest at the price, or kept for the end where the period's sum is rounded.
    RatedEvent Charge(in UsageEvent one, long at, in Stretch stretch, TariffSet.Entry entry, long actual, long counted)
    {
        var place = places[stretch.FirstPlace + entry.Place];
        ref var sum = ref gathered[place];
        var rest = counted;
        var (first, end) = (firstPool[one.Line], firstPool[one.Line + 1]);
        if (first < end && rest > 0)
        {
            var slot = poolsHaveHours ? clock.SlotOf(at) : 0;
            for (var i = first; i < end && rest > 0; i++)
            {
                ref var pool = ref left[poolsOfLines[i]];
                if (pool == 0 || !pools[poolsOfLines[i]].Carries(one, at, slot)) continue;
                var taken = Math.Min(pool, rest);
                pool -= taken;
                rest -= taken;
            }
        }
        sum.Events++;
        checked
        {
            sum.Actual += actual;
            sum.Counted += counted;
            sum.Free += counted - rest;
        }
        long micro = 0;
        if (rest > 0 && !entry.Rule.OverPeriod)
        {
            var numerator = entry.Rule.Numerator(sum.Rest, rest);
            if (entry.Rule.Term.EventAmount is { } rounding)
            {
                micro = checked((long)rounding.Of(numerator, entry.Rule.Block));
                sum.Micro = checked(sum.Micro + micro);
            }
            else
            {
                sum.Numerator += numerator;
                micro = (long)(numerator / entry.Rule.Block);
            }
        }
        sum.Rest = checked(sum.Rest + rest);
        return new(EventFate.Rated, Unrateable.None, place, counted, counted - rest, micro);
    }

    // An event that lasts is cut where its price, its line's products or the period changes. It is rounded as a whole; each piece
    // has the share of its time, so that the pieces are the whole again.
    RatedEvent RateSplit(in UsageEvent one, Stretch stretch, TariffSet.Entry entry)
    {
        var length = one.Seconds * TimeSpan.TicksPerSecond;
        var end = checked(one.Start + length);
        var counted = entry.Rule.OverPeriod ? one.Quantity : entry.Rule.Quantity.Of(one.Quantity);
        var whole = Elsewhere;
        for (var at = one.Start; at < end;)
        {
            var next = Cut(one, at, end, places[stretch.FirstPlace + entry.Place]);
            if (at >= periodFrom && at < periodTo)
            {
                var piece = Charge(one, at, stretch, entry,
                    Share(one.Quantity, next - one.Start) - Share(one.Quantity, at - one.Start), Share(counted, next - one.Start) - Share(counted, at - one.Start));
                whole = whole.Fate == EventFate.Rated
                    ? whole with { Quantity = whole.Quantity + piece.Quantity, Free = whole.Free + piece.Free, Micro = whole.Micro + piece.Micro } : piece;
            }
            at = next;
            // What was begun is carried to its end at the old price where nothing new holds.
            if (at < end && StretchAt(one.Line, at) is { } here && here.Set.Find(one, SlotFor(here, at)) is { Rule: not null } found) (stretch, entry) = (here, found);
        }
        return whole;

        long Share(long quantity, long time) => (long)(Math.BigMul(quantity, time) / length);
    }

    // The next moment at which its line's products change, the period does, or another price holds.
    long Cut(in UsageEvent one, long at, long end, int price)
    {
        var here = StretchAt(one.Line, at);
        var limit = Math.Min(end, here?.To ?? NextStretch(one.Line, at));
        if (periodFrom > at) limit = Math.Min(limit, periodFrom);
        if (periodTo > at) limit = Math.Min(limit, periodTo);
        if (here is not { Set.HasHours: true } products) return limit;
        for (var minute = (at / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute; minute < limit; minute += TimeSpan.TicksPerMinute)
            if (products.Set.Find(one, clock.SlotOf(minute)) is { Rule: not null } found && places[products.FirstPlace + found.Place] != price) return minute;
        return limit;
    }

    RatedPeriod End()
    {
        var result = new List<UsageCharge>(charges);
        for (var i = 0; i < charges; i++)
        {
            ref var sum = ref gathered[i];
            if (sum.Events == 0) continue;
            var charged = sum.Rest;
            if (sum.Rule.OverPeriod)
            {
                charged = sum.Rule.Quantity.Of(sum.Rest);
                sum.Numerator = sum.Rule.Numerator(0, charged);
            }
            var exact = sum.Numerator + (Int128)sum.Micro * sum.Rule.Block;
            var amount = checked((long)new Rounding(sum.Rule.Term.PeriodAmount, 1).Of(exact, (Int128)sum.Rule.Block * microPerMinor));
            result.Add(new UsageCharge(sum.Line, sum.Product, sum.Term, sum.Rule.Term, sum.Events, sum.Actual, sum.Counted, sum.Free, charged, amount));
        }
        return new RatedPeriod(result, left[..pools.Length], [.. parked]);
    }
}

/// <summary>Tariffs in an order, compared one by one.</summary>
internal readonly struct TariffKey(Tariff[] tariffs) : IEquatable<TariffKey>
{
    public Tariff[] Tariffs => tariffs;

    public bool Equals(TariffKey other) => tariffs.AsSpan().SequenceEqual(other.Tariffs);

    public override bool Equals(object? obj) => obj is TariffKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var tariff in tariffs) hash.Add(RuntimeHelpers.GetHashCode(tariff));
        return hash.ToHashCode();
    }
}
