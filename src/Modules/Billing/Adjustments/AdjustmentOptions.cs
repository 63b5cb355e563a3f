using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Section <c>Adjustments</c>: what one member of staff may put right alone. In the currency's main unit.</summary>
public sealed class AdjustmentOptions : IValidatableObject
{
    /// <summary>The most on one account within a day; above it a second person decides.</summary>
    public decimal Limit { get; set; } = 50;
    /// <summary>The most on all accounts together within a day.</summary>
    public decimal DayLimit { get; set; } = 500;

    internal Money Most(Currency currency) => Of(Limit, currency);
    internal Money MostInADay(Currency currency) => Of(DayLimit, currency);

    static Money Of(decimal amount, Currency currency) =>
        currency.TryRead(amount.ToString(CultureInfo.InvariantCulture), out var money) ? money : throw new SetupProblem("Adjustments:Limit or DayLimit has more digits than the currency.");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Limit < 0 || DayLimit < Limit) yield return new("Adjustments:Limit is zero or more, and DayLimit no less than it.");
    }
}
