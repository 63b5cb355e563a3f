using System.Globalization;
using System.Text;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Rating;

/// <summary>Lines, products, allowances and use as chance has it: everything the terms can say, in figures so small that borders
/// are hit all the time.</summary>
internal sealed class AnyGroup
{
    static readonly string[] Codes = ["home", "local", "national", "hk"];
    public static readonly Zones Zones = new(Codes);
    public static readonly TariffClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), [new DateOnly(2026, 10, 1)]);
    public static readonly long From = Clock.Begins(new DateOnly(2026, 10, 1)), To = Clock.Begins(new DateOnly(2026, 10, 8));
    public static readonly LocalText Name = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "x" });

    readonly Random chance;

    public AnyGroup(int seed, bool splits = true)
    {
        chance = new Random(seed);
        var lines = chance.Next(1, 6);
        var tariffs = Many(1, 4, _ => new Tariff(Terms(splits), Zones));
        var shared = (Product: Id(), Tariff: tariffs[0], Owner: chance.Next(lines));
        Group = new RatingGroup(Many(lines, lines + 1, line => new RatedLine(Id(), Segments(line, tariffs, shared))),
            Many(0, 7, _ => new Pool(Id(), Matches(), Zones, chance.Next(0, 400), chance.Next(2), Moment(), Moment(), Moment(), [.. Enumerable.Range(0, lines).Where(_ => chance.Next(2) == 0)])));
        Events = Many(0, 60, _ => Event(lines));
    }

    public RatingGroup Group { get; }
    public UsageEvent[] Events { get; }

    /// <summary>Everything that is decided, as text: equal texts are equal charges to the byte.</summary>
    public static string Said(RatedPeriod period, IReadOnlyList<int>? lines = null) => Said([period], [lines]);

    public static string Said(IReadOnlyList<RatedPeriod> parts, IReadOnlyList<IReadOnlyList<int>?> lines)
    {
        var said = new StringBuilder();
        foreach (var charge in parts.SelectMany((p, i) => p.Charges.Select(c => lines[i] is { } known ? c with { Line = known[c.Line] } : c)).OrderBy(c => c.Line).ThenBy(c => c.Product).ThenBy(c => c.Term))
            said.AppendLine(CultureInfo.InvariantCulture, $"{charge.Line} {charge.Product} {charge.Term}: {charge.Events} {charge.Actual} {charge.Counted} {charge.Free} {charge.Charged} {charge.Amount}");
        foreach (var (id, reason) in parts.SelectMany(p => p.Parked).Order()) said.AppendLine(CultureInfo.InvariantCulture, $"{id} {reason}");
        return said.ToString();
    }

    T[] Many<T>(int least, int beyond, Func<int, T> one) => [.. Enumerable.Range(0, chance.Next(least, beyond)).Select(one)];

    T Any<T>(params ReadOnlySpan<T> of) => of[chance.Next(of.Length)];

    Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        chance.NextBytes(bytes);
        return new Guid(bytes);
    }

    // Every third hour of the period and of a day around it: what is to meet at a border does.
    long Moment() => From + (chance.Next(-8, (7 * 8) + 8) * 3 * TimeSpan.TicksPerHour);

    UsageMatch Match(UsageKind kind) => new()
    {
        Kind = kind, Direction = Any<UsageDirection?>(null, null, UsageDirection.Outgoing, UsageDirection.Incoming), To = chance.Next(2) == 0 ? [] : [Any(Codes)], At = chance.Next(4) == 0 ? [Any(Codes)] : [],
        Hours = chance.Next(3) == 0 ? [new TariffHours(Any(TariffDays.All, TariffDays.Workdays, TariffDays.Holiday | TariffDays.Saturday), chance.Next(0, 12) * 60, chance.Next(12, 25) * 60)] : [],
    };

    UsageMatch[] Matches()
    {
        var kind = (UsageKind)chance.Next(2);
        return Many(1, 3, _ => Match(kind));
    }

    OfferTerms Terms(bool splits) => new()
    {
        Precedence = chance.Next(3),
        Usage = Many(0, 5, i =>
        {
            var over = Any(RoundedOver.Event, RoundedOver.Event, RoundedOver.Period);
            return new UsageTerm
            {
                Code = $"u{i}", Name = Name, Match = Match((UsageKind)chance.Next(2)), Block = Any(1, 60, 7, 100),
                Tiers = [new UsageTier(0, new UnitPrice(chance.Next(0, 300_000))), .. Many(0, 3, tier => new UsageTier((tier + 1) * chance.Next(1, 100), new UnitPrice(chance.Next(0, 300_000)))).OrderBy(t => t.From).DistinctBy(t => t.From)],
                TiersShared = chance.Next(4) == 0, Quantity = new Rounding((RoundingMode)chance.Next(3), Any(1, 60, 6)), QuantityOver = over,
                EventAmount = chance.Next(2) == 0 ? new Rounding((RoundingMode)chance.Next(3), Any(1, 10_000, 1_000)) : null, PeriodAmount = (RoundingMode)chance.Next(3),
                Crossing = splits ? (CrossingRule)chance.Next(2) : CrossingRule.ByStart,
            };
        }),
    };

    List<Segment> Segments(int line, Tariff[] tariffs, (Guid Product, Tariff Tariff, int Owner) shared)
    {
        var borders = Many(2, 5, _ => Moment()).Order().Distinct().ToArray();
        var own = new Holding(Id(), Any(tariffs), line);
        var segments = new List<Segment>();
        for (var i = 1; i < borders.Length; i++)
        {
            if (chance.Next(5) == 0) continue;
            Holding[] held = chance.Next(3) == 0 ? [own, new Holding(Id(), Any(tariffs), line)] : [own];
            segments.Add(Segment.Of(borders[i - 1], borders[i], chance.Next(2) == 0 ? held : [.. held, new Holding(shared.Product, shared.Tariff, shared.Owner)]));
        }
        return segments;
    }

    UsageEvent Event(int lines) => new()
    {
        Id = Id(), Start = Moment() + (chance.Next(2) * chance.Next(1000) * TimeSpan.TicksPerSecond), Line = chance.Next(20) == 0 ? -1 : chance.Next(lines), Seconds = chance.Next(3) == 0 ? 0 : chance.Next(5000),
        Quantity = chance.Next(30) == 0 ? Any(-1, UsageEvent.Most + 1) : chance.Next(200), Kind = (UsageKind)chance.Next(2), Direction = (UsageDirection)chance.Next(2), To = (ushort)chance.Next(5), At = (ushort)chance.Next(3),
    };
}
