using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>Lines that cannot be rated apart, and what they have in a period.</summary>
/// <param name="Lines">In the order of their ids; events name them by their place.</param>
public sealed record RatingGroup(IReadOnlyList<RatedLine> Lines, IReadOnlyList<Pool> Pools);

/// <param name="Segments">Apart from each other and in the order of time.</param>
public sealed record RatedLine(Guid Id, IReadOnlyList<Segment> Segments);

/// <summary>A stretch of time in which a line's products are the same.</summary>
/// <param name="From">UTC ticks.</param>
/// <param name="To">The tick after the last.</param>
/// <param name="Holdings">In the order in which their prices are asked: by precedence, then product.</param>
public sealed record Segment(long From, long To, IReadOnlyList<Holding> Holdings)
{
    public static Segment Of(long from, long to, IEnumerable<Holding> holdings) =>
        new(from, to, [.. holdings.OrderBy(h => h.Tariff.Terms.Precedence).ThenBy(h => h.Product)]);
}

/// <summary>A product that a line has, or shares.</summary>
/// <param name="Owner">Place of the line whose product it is; the line's own where it is not shared.</param>
public sealed record Holding(Guid Product, Tariff Tariff, int Owner);

/// <summary>Use that is paid for already: the rest of an allowance at the beginning of the period, or one granted in it.</summary>
public sealed class Pool
{
    readonly Matcher[] covers;

    Pool(Pool of, IReadOnlyList<int> lines) =>
        (covers, Kind, Id, Quantity, Priority, UsableFrom, Expires, Granted, Lines) = (of.covers, of.Kind, of.Id, of.Quantity, of.Priority, of.UsableFrom, of.Expires, of.Granted, lines);

    /// <param name="quantity">What is left of it, in the unit of its kind of use.</param>
    /// <param name="usableFrom">UTC ticks: use before this is not carried.</param>
    /// <param name="expires">The first tick at which it is no more.</param>
    /// <param name="granted">Of two that expire together the older is drawn first.</param>
    /// <param name="lines">Places of the lines that draw from it.</param>
    public Pool(Guid id, IEnumerable<UsageMatch> covers, Zones zones, long quantity, int priority, long usableFrom, long expires, long granted, IReadOnlyList<int> lines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        this.covers = [.. covers.Select(c => new Matcher(c, zones))];
        (Id, Quantity, Priority, UsableFrom, Expires, Granted, Lines) = (id, quantity, priority, usableFrom, expires, granted, lines);
        Kind = this.covers[0].Kind;
    }

    public Guid Id { get; }
    public long Quantity { get; }
    public int Priority { get; }
    public long UsableFrom { get; private init; }
    public long Expires { get; private init; }
    public long Granted { get; private init; }
    public IReadOnlyList<int> Lines { get; }
    internal UsageKind Kind { get; }

    internal Pool Of(IReadOnlyList<int> lines) => new(this, lines);

    internal Pool At(long usableFrom, long expires, long granted) => new(this, Lines) { UsableFrom = usableFrom, Expires = expires, Granted = granted };

    internal bool HasHours => Array.Exists(covers, c => c.HasHours);

    internal IEnumerable<ulong[]> HourSets => covers.Select(c => c.Hours).OfType<ulong[]>();

    internal bool Carries(in UsageEvent one, long at, int slot)
    {
        if (one.Kind != Kind || at < UsableFrom || at >= Expires) return false;
        foreach (var cover in covers)
            if (cover.Fits(one, slot)) return true;
        return false;
    }

    /// <summary>Priority, expiry, grant, id: the order in which pools are drawn.</summary>
    internal static int Compare(Pool x, Pool y)
    {
        var order = x.Priority.CompareTo(y.Priority);
        if (order == 0) order = x.Expires.CompareTo(y.Expires);
        if (order == 0) order = x.Granted.CompareTo(y.Granted);
        return order == 0 ? x.Id.CompareTo(y.Id) : order;
    }
}

/// <summary>All use of one line at one price in a period.</summary>
/// <param name="Line">Place of the line; of a price with shared tiers the product's owner.</param>
/// <param name="Term">Place among the product's usage prices.</param>
/// <param name="Actual">As it was used.</param>
/// <param name="Counted">After rounding.</param>
/// <param name="Free">What allowances carried.</param>
/// <param name="Charged">What is paid for: rounded, where the period's sum is.</param>
/// <param name="Amount">Minor units.</param>
public sealed record UsageCharge(int Line, Guid Product, int Term, UsageTerm Of, long Events, long Actual, long Counted, long Free, long Charged, long Amount);

/// <param name="Left">Of each of the group's pools, in their order in the group.</param>
public sealed record RatedPeriod(IReadOnlyList<UsageCharge> Charges, IReadOnlyList<long> Left, IReadOnlyList<(Guid Event, Unrateable Reason)> Parked);
