using System.ComponentModel.DataAnnotations;

namespace Wangting.Billing;

/// <summary>Section <c>LateFee</c>: what is charged for paying late.</summary>
public sealed class LateFeeOptions : IValidatableObject
{
    /// <summary>Percent of what is overdue, for each day; none when zero. The rule of an operator's contract: China's Telecommunications
    /// Regulations (art. 35) allow 0.3 a day.</summary>
    public decimal PercentOfDay { get; set; }
    /// <summary>Days after the due date on which it begins.</summary>
    [Range(1, 365, ErrorMessage = "LateFee:FirstDay is 1 to 365.")] public int FirstDay { get; set; } = 1;
    /// <summary>All late fees of a bill are at most this percent of what was overdue first.</summary>
    public decimal MostPercent { get; set; } = 100;
    /// <summary>The tax class of the charge, one of the catalogue's.</summary>
    [Required] public string TaxClass { get; set; } = "basic";

    internal bool IsOn => PercentOfDay > 0;
    internal LateFeeRule Rule => new((int)(PercentOfDay * 10_000), FirstDay, (int)(MostPercent * 10_000));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PercentOfDay is < 0 or > 5 || PercentOfDay * 10_000 != decimal.Truncate(PercentOfDay * 10_000)) yield return new("LateFee:PercentOfDay is 0 to 5, with at most four digits after the point, such as 0.3.");
        if (MostPercent is <= 0 or > 100) yield return new("LateFee:MostPercent is above 0 and at most 100.");
    }
}
