using System.Globalization;
using System.Text;
using Wangting.Billing.Rating;
using Wangting.Catalogue;

namespace Wangting.ModuleTests.Rating;

/// <summary>Lines, products, allowances and use as chance has it.</summary>
internal sealed class AnyGroup
{
    public static readonly TariffClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), [new DateOnly(2026, 10, 1)]);
    public static readonly long From = Clock.Begins(new DateOnly(2026, 10, 1)), To = Clock.Begins(new DateOnly(2026, 10, 8));

    readonly Random chance;
    readonly AnyTerms any;

    public AnyGroup(int seed, bool splits = true)
    {
        chance = new Random(seed);
        any = new AnyTerms(chance);
        var lines = chance.Next(1, 6);
        var tariffs = any.Many(1, 4, _ => new Tariff(any.OfUse(splits), AnyTerms.Zones));
        var shared = (Product: any.Id(), Tariff: tariffs[0], Owner: chance.Next(lines));
        Group = new RatingGroup(any.Many(lines, lines + 1, line => new RatedLine(any.Id(), Segments(line, tariffs, shared))),
            any.Many(0, 7, _ => new Pool(any.Id(), any.Matches(), AnyTerms.Zones, chance.Next(0, 400), chance.Next(2), Moment(), Moment(), Moment(), [.. Enumerable.Range(0, lines).Where(_ => chance.Next(2) == 0)])));
        Events = any.Many(0, 60, _ => Event(lines));
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

    // Every third hour of the period and of a day around it: what is to meet at a border does.
    long Moment() => From + (chance.Next(-8, (7 * 8) + 8) * 3 * TimeSpan.TicksPerHour);

    List<Segment> Segments(int line, Tariff[] tariffs, (Guid Product, Tariff Tariff, int Owner) shared)
    {
        var borders = any.Many(2, 5, _ => Moment()).Order().Distinct().ToArray();
        var own = new Holding(any.Id(), any.Any(tariffs), line);
        var segments = new List<Segment>();
        for (var i = 1; i < borders.Length; i++)
        {
            if (chance.Next(5) == 0) continue;
            Holding[] held = chance.Next(3) == 0 ? [own, new Holding(any.Id(), any.Any(tariffs), line)] : [own];
            segments.Add(Segment.Of(borders[i - 1], borders[i], chance.Next(2) == 0 ? held : [.. held, new Holding(shared.Product, shared.Tariff, shared.Owner)]));
        }
        return segments;
    }

    UsageEvent Event(int lines) => new()
    {
        Id = any.Id(), Start = Moment() + (chance.Next(2) * chance.Next(1000) * TimeSpan.TicksPerSecond), Line = chance.Next(20) == 0 ? -1 : chance.Next(lines), Seconds = chance.Next(3) == 0 ? 0 : chance.Next(5000),
        Quantity = chance.Next(30) == 0 ? any.Any(-1, UsageEvent.Most + 1) : chance.Next(200), Kind = (UsageKind)chance.Next(2), Direction = (UsageDirection)chance.Next(2), To = (ushort)chance.Next(5), At = (ushort)chance.Next(3),
    };
}
