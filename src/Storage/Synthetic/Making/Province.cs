using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>A made-up province: what shape and seed make of customer number n, whoever asks, in any order.</summary>
internal sealed class Province
{
    /// <summary>Mobile lines that one customer can have at most; their numbers are kept free for them.</summary>
    public const int LinesEach = 32;
    readonly Weighted<Odds> segments;
    readonly Weighted<Place> places;
    readonly long capacity, step, offset;

    /// <param name="ends">The first day after the last month.</param>
    public Province(Shape shape, long seed, int months, DateOnly ends, OperatorOptions house, SecretColumns secrets)
    {
        (Shape, Seed, Months, Ends, House, Secrets) = (shape, seed, months, ends, house, secrets);
        EndsAt = house.StartOf(ends);
        Calendar = [.. Enumerable.Range(-months, months + 1).Select(m => Month.Of(ends.AddMonths(m), house))];
        Offers = new MadeOffers(shape, seed, house.StartOf(ends.AddYears(-30)));
        segments = new(shape.Segments.Select(s => (new Odds(s), s.Share)));
        places = new(shape.Places.Select(p => (p, p.Share)));
        Organisation = new Odds(shape.Organisations.Are);
        capacity = (long)shape.NumberPrefixes.Count * Shape.NumbersEachPrefix;
        // Prime to the capacity, so that each number comes once before one comes again.
        step = 61_803_399;
        while (Gcd(step, capacity) != 1) step += 2;
        offset = (long)(new Chance(seed, -2, 0).Next() % (ulong)capacity);
    }

    public Shape Shape { get; }
    public long Seed { get; }
    public int Months { get; }
    public DateOnly Ends { get; }
    public DateTime EndsAt { get; }
    /// <summary>The months in order, and the one after the last.</summary>
    public IReadOnlyList<Month> Calendar { get; }
    public OperatorOptions House { get; }
    public SecretColumns Secrets { get; }
    public Names Names { get; } = new();
    public MadeOffers Offers { get; }
    public Odds Organisation { get; }

    public static int Most(Shape shape) => shape.NumberPrefixes.Count * (Shape.NumbersEachPrefix / LinesEach);

    public Odds Segment(Chance chance) => segments.Pick(chance);
    public Place Place(Chance chance) => places.Pick(chance);

    /// <summary>Makes one customer and all that hangs on them.</summary>
    public void Make(int number, IRows rows) => new Unit(this, number, rows).Make();

    /// <summary>The mobile number that only this customer's line can have; neighbours' numbers lie far apart.</summary>
    public string Mobile(int unit, int line)
    {
        var n = (long)(((Int128)unit * LinesEach + line) * step % capacity + offset) % capacity;
        return string.Create(CultureInfo.InvariantCulture, $"+86{Shape.NumberPrefixes[(int)(n / Shape.NumbersEachPrefix)]}{n % Shape.NumbersEachPrefix:D8}");
    }

    static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}

/// <param name="From">Its first day; <paramref name="To"/> the last.</param>
/// <param name="Days">When each day begins, and how far its clock is ahead of UTC, in minutes.</param>
internal sealed record Month(DateOnly From, DateOnly To, DateTime FromAt, DateTime ToAt, IReadOnlyList<(DateTime At, int Offset)> Days)
{
    public static Month Of(DateOnly from, OperatorOptions house)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(house.TimeZone);
        var next = from.AddMonths(1);
        var days = Enumerable.Range(0, next.DayNumber - from.DayNumber).Select(d => house.StartOf(from.AddDays(d))).Select(at => (at, (int)zone.GetUtcOffset(at).TotalMinutes));
        return new Month(from, next.AddDays(-1), house.StartOf(from), house.StartOf(next), [.. days]);
    }
}
