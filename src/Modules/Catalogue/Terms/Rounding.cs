namespace Wangting.Catalogue;

/// <summary>Where a figure between two steps goes. <see cref="Up"/> is away from nothing, <see cref="Down"/> towards it, and
/// <see cref="Nearest"/> takes the half away from nothing: what is rounded of −x is always minus what is rounded of x.</summary>
public enum RoundingMode { Up, Down, Nearest }

/// <summary>A rule by which quantities or amounts become whole steps. Nothing stays nothing.</summary>
/// <param name="Unit">The step, above zero: 60 for whole minutes of seconds, 1,048,576 for whole GB of kilobytes.</param>
public readonly record struct Rounding(RoundingMode Mode, long Unit)
{
    /// <summary>Every whole figure as it is.</summary>
    public static readonly Rounding Exact = new(RoundingMode.Nearest, 1);

    /// <summary>A whole figure, in whole steps.</summary>
    /// <exception cref="OverflowException">No such figure.</exception>
    public long Of(long value) => Unit == 1 ? value : (long)Of(value, 1);

    /// <summary>The fraction <paramref name="numerator"/> ⁄ <paramref name="denominator"/> (above zero), in whole steps.</summary>
    public Int128 Of(Int128 numerator, Int128 denominator)
    {
        var step = denominator * Unit;
        var (whole, rest) = Int128.DivRem(Int128.Abs(numerator), step);
        if (rest != 0 && (Mode == RoundingMode.Up || (Mode == RoundingMode.Nearest && rest * 2 >= step))) whole++;
        return Int128.IsNegative(numerator) ? -whole * Unit : whole * Unit;
    }
}
