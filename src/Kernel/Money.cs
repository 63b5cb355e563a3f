using System.Globalization;

namespace Wangting.Kernel;

/// <summary>An amount in minor units (分, cents) of the operator's one currency. Stored as a whole number: a
/// decimal column orders by culture and cannot be summed on SQLite.</summary>
public readonly record struct Money(long Minor) : IComparable<Money>
{
    public static readonly Money Zero = new(0);

    public bool IsZero => Minor == 0;
    public bool IsPositive => Minor > 0;
    public bool IsNegative => Minor < 0;

    public static Money operator +(Money a, Money b) => new(checked(a.Minor + b.Minor));
    public static Money operator -(Money a, Money b) => new(checked(a.Minor - b.Minor));
    public static Money operator -(Money a) => new(checked(-a.Minor));
    public static bool operator <(Money a, Money b) => a.Minor < b.Minor;
    public static bool operator >(Money a, Money b) => a.Minor > b.Minor;
    public static bool operator <=(Money a, Money b) => a.Minor <= b.Minor;
    public static bool operator >=(Money a, Money b) => a.Minor >= b.Minor;

    public static Money Add(Money left, Money right) => left + right;
    public static Money Subtract(Money left, Money right) => left - right;
    public static Money Negate(Money item) => -item;
    public static Money Min(Money a, Money b) => a < b ? a : b;
    public static Money Max(Money a, Money b) => a > b ? a : b;

    public int CompareTo(Money other) => Minor.CompareTo(other.Minor);

    /// <summary>For logs and keys only; people are shown <see cref="Currency.Say"/>.</summary>
    public override string ToString() => Minor.ToString(CultureInfo.InvariantCulture);

    /// <summary>Splits into parts that add up exactly to this amount, by weight, remainders to the largest fractions
    /// first (the largest-remainder method), ties to the earlier part.</summary>
    public Money[] Split(ReadOnlySpan<long> weights)
    {
        long total = 0;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            total = checked(total + weight);
        }
        if (total == 0) throw new ArgumentException("At least one weight must be above zero.", nameof(weights));

        var parts = new Money[weights.Length];
        var fractions = new (Int128 Fraction, int Index)[weights.Length];
        long given = 0;
        var sign = Math.Sign(Minor);
        var size = Math.Abs(Minor);
        for (var i = 0; i < weights.Length; i++)
        {
            var (share, rest) = Int128.DivRem((Int128)size * weights[i], total);
            parts[i] = new Money(sign * (long)share);
            fractions[i] = (rest, i);
            given += (long)share;
        }
        Array.Sort(fractions, (a, b) => a.Fraction != b.Fraction ? b.Fraction.CompareTo(a.Fraction) : a.Index.CompareTo(b.Index));
        for (var i = 0; i < size - given; i++) parts[fractions[i].Index] += new Money(sign);
        return parts;
    }
}

/// <summary>The price of one unit: millionths (10⁻⁶) of the currency's main unit per block. Becomes
/// <see cref="Money"/> only through the catalogue's rounding.</summary>
public readonly record struct UnitPrice(long Micro);

/// <summary>The operator's currency: one per operator, set by configuration (<c>Operator:Currency</c>).</summary>
/// <param name="Code">ISO 4217 code, such as <c>CNY</c>.</param>
/// <param name="Symbol">What stands before a figure, such as ¥.</param>
/// <param name="MinorDigits">Digits after the point, 0 to 3.</param>
public sealed record Currency(string Code, string Symbol, int MinorDigits)
{
    public static readonly Currency Yuan = new("CNY", "¥", 2);

    long Scale => MinorDigits switch { 0 => 1, 1 => 10, 2 => 100, _ => 1000 };

    /// <summary>The bare figure with grouping as read in the culture: <c>1,234.50</c>; a real minus sign before a debt.</summary>
    public string Figure(Money amount, CultureInfo culture)
    {
        var size = Int128.Abs(amount.Minor);
        var main = ((long)(size / Scale)).ToString("N0", culture);
        var sign = amount.IsNegative ? "−" : "";
        return MinorDigits == 0
            ? sign + main
            : sign + main + culture.NumberFormat.NumberDecimalSeparator
              + ((long)(size % Scale)).ToString(CultureInfo.InvariantCulture).PadLeft(MinorDigits, '0');
    }

    /// <summary>Figure with its symbol: <c>¥1,234.50</c>.</summary>
    public string Say(Money amount, CultureInfo culture) =>
        amount.IsNegative ? "−" + Symbol + Figure(-amount, culture) : Symbol + Figure(amount, culture);

    /// <summary>A difference, always with its sign: <c>+12.30</c>, <c>−5.00</c>.</summary>
    public string Difference(Money amount, CultureInfo culture) =>
        amount.IsPositive ? "+" + Figure(amount, culture) : Figure(amount, culture);

    /// <summary>Reads what a person or a file wrote (<c>50</c>, <c>50.5</c>, <c>1,234.50</c>, full-width digits, a
    /// leading symbol). More fraction digits than the currency has is a refusal, never a rounding.</summary>
    public bool TryRead(string? text, out Money amount)
    {
        amount = Money.Zero;
        if (string.IsNullOrWhiteSpace(text)) return false;
        var plain = text.Normalize(System.Text.NormalizationForm.FormKC).Replace(Symbol, "", StringComparison.Ordinal)
            .Replace("¥", "", StringComparison.Ordinal).Replace("元", "", StringComparison.Ordinal)
            .Replace('−', '-').Trim();
        if (!decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands,
                CultureInfo.InvariantCulture, out var value)) return false;
        if (Math.Abs(value) > 90_000_000_000_000m) return false;
        var minor = value * Scale;
        if (minor != decimal.Truncate(minor)) return false;
        amount = new Money((long)minor);
        return true;
    }
}
