using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The rules of emergency credit. Section <c>Advance</c>.</summary>
public sealed class AdvanceOptions
{
    /// <summary>The sums that can be had, in minor units, comma-separated; none at all when empty.</summary>
    [RegularExpression("^([1-9][0-9]{0,6}(,[1-9][0-9]{0,6}){0,4})?$", ErrorMessage = "Advance:Sums are up to five sums in minor units (分) such as 500,1000; empty for none.")]
    public string Sums { get; set; } = "500,1000";

    /// <summary>In percent of the sum, rounded up to a whole minor unit.</summary>
    [Range(0, 50, ErrorMessage = "Advance:FeePercent is 0 to 50.")]
    public int FeePercent { get; set; } = 5;

    /// <summary>How many months an account must be old.</summary>
    [Range(0, 120, ErrorMessage = "Advance:AfterMonths is 0 to 120.")]
    public int AfterMonths { get; set; } = 3;

    /// <summary>It is for accounts with less than this left, in minor units.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Advance:Below is 1 to 1000000 minor units (分).")]
    public long Below { get; set; } = 500;

    internal IReadOnlyList<AdvanceSum> Offered => [.. Sums.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => long.Parse(s, CultureInfo.InvariantCulture))
        .Select(minor => new AdvanceSum(new Money(minor), new Money((minor * FeePercent + 99) / 100)))];
}

public sealed record AdvanceSum(Money Amount, Money Fee)
{
    public Money Back => Amount + Fee;
}
