using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>What is billed together: whole days by the operator's clock.</summary>
/// <param name="To">The last day.</param>
public readonly record struct BillingPeriod(DateOnly From, DateOnly To)
{
    public int Days => To.DayNumber - From.DayNumber + 1;

    public static BillingPeriod Month(int year, int month) => new(new DateOnly(year, month, 1), new DateOnly(year, month, DateTime.DaysInMonth(year, month)));

    public bool Has(DateOnly day) => day >= From && day <= To;
}

/// <summary>A product as it is held in and around a period, pinned to its version of the offer.</summary>
public sealed record Subscribed
{
    public required Guid Product { get; init; }
    public required Tariff Tariff { get; init; }
    /// <summary>Place of the line whose it is.</summary>
    public required int Line { get; init; }
    /// <summary>Places of further lines that share it.</summary>
    public IReadOnlyList<int> SharedWith { get; init; } = [];
    /// <summary>The moments between which use is its own, in UTC ticks.</summary>
    public required long FromTicks { get; init; }
    public long ToTicks { get; init; } = long.MaxValue;
    /// <summary>The first day that is charged, and the last: who owns the day of a change is decided before.</summary>
    public required DateOnly From { get; init; }
    public DateOnly? To { get; init; }
    /// <summary>Whole periods that went by since it began: 0 in the first.</summary>
    public int PeriodsBefore { get; init; }
    /// <summary>Whole periods by which discounts and credits count; as above unless said.</summary>
    public int? PeriodsPromoted { get; init; }
    public IReadOnlyList<(DateOnly From, DateOnly To)> Suspended { get; init; } = [];
    /// <summary>Prices agreed with this customer, by the code of the term they stand for.</summary>
    public IReadOnlyDictionary<string, Money> Negotiated { get; init; } = new Dictionary<string, Money>(StringComparer.Ordinal);

    internal OfferTerms Terms => Tariff.Terms;

    internal int Promoted => PeriodsPromoted ?? PeriodsBefore;

    internal bool IsHeldIn(BillingPeriod period) => From <= period.To && (To ?? DateOnly.MaxValue) >= period.From && (To is not { } to || to >= From);

    internal Money Price(string code, Money listed) => Negotiated.GetValueOrDefault(code, listed);
}

/// <summary>How much of a period's price or allowance belongs to the part that is held.</summary>
internal static class Part
{
    /// <summary>A fraction, exact. Begun or ended in the period counts by its rule; days on which the line is suspended by theirs.</summary>
    public static (long Numerator, long Denominator) Of(Subscribed of, BillingPeriod period, PartRule first, PartRule last, int whileSuspended = 1000)
    {
        if (!of.IsHeldIn(period)) return (0, 1);
        var (begins, ends) = (of.From > period.From, of.To is { } end && end < period.To);
        if ((begins && first == PartRule.Free) || (ends && last == PartRule.Free)) return (0, 1);
        var from = begins && first == PartRule.Daily ? of.From : period.From;
        var to = ends && last == PartRule.Daily ? of.To!.Value : period.To;
        var held = (Min(of.To ?? period.To, period.To).DayNumber - Max(of.From, period.From).DayNumber) + 1;
        var half = ((begins && first == PartRule.Half) || (ends && last == PartRule.Half)) && held * 2 <= period.Days;
        long days = to.DayNumber - from.DayNumber + 1;
        long suspended = of.Suspended.Sum(s => Math.Max(0, Min(s.To, to).DayNumber - Max(s.From, from).DayNumber + 1));
        return (((days - suspended) * 1000) + (suspended * whileSuspended), 1000L * period.Days * (half ? 2 : 1));
    }

    static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;

    static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;
}
