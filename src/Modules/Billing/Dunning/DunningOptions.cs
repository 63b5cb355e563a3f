using System.ComponentModel.DataAnnotations;
using Wangting.Customers;

namespace Wangting.Billing;

/// <summary>Section <c>Dunning</c>: what is done about bills that are not paid, and when.</summary>
public sealed class DunningOptions : IValidatableObject
{
    /// <summary>Whether it goes by itself. Off until an operator says so: where bills come from a system that reminds already,
    /// customers would be reminded twice. <c>wangting dunning run</c> acts either way.</summary>
    public bool On { get; set; }
    /// <summary>Steps are taken between these times of the operator's zone alone: nobody is cut off, or woken, at night.</summary>
    public TimeOnly From { get; set; } = new(9, 0);
    public TimeOnly Until { get; set; } = new(20, 0);
    /// <summary>In the currency's main unit. Less than this is never asked for, and cuts nobody off.</summary>
    public decimal LeastDebt { get; set; } = 10;
    /// <summary>The standard steps when empty: reminders on days −3, 1 and 7, restriction on 15, suspension on 30.</summary>
    public List<DunningStepOptions> Steps { get; set; } = [];
    public DunningOfClass Ordinary { get; set; } = new();
    /// <summary>Enterprises are reminded and never cut off by itself, unless steps are given here.</summary>
    public DunningOfClass Enterprise { get; set; } = new();
    public DunningOfClass Brand { get; set; } = new();

    internal DunningOfClass Of(CustomerClass of) => of switch { CustomerClass.Enterprise => Enterprise, CustomerClass.Brand => Brand, _ => Ordinary };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (From >= Until) yield return new("Dunning:From is a time of day before Dunning:Until, such as 09:00 and 20:00.");
        foreach (var least in new[] { LeastDebt, Ordinary.LeastDebt, Enterprise.LeastDebt, Brand.LeastDebt }.OfType<decimal>().Where(l => l is <= 0 or > 1_000_000))
            yield return new(FormattableString.Invariant($"Dunning:…LeastDebt is {least}; it is an amount above zero, such as 10."));
        foreach (var (name, steps) in new[] { ("Dunning", Steps), ("Dunning:Ordinary", Ordinary.Steps), ("Dunning:Enterprise", Enterprise.Steps), ("Dunning:Brand", Brand.Steps) })
        {
            if (steps.Select(s => s.Day).Distinct().Count() != steps.Count) yield return new($"{name}:Steps names a day twice; each step has a day of its own.");
            foreach (var step in steps.Where(s => s.Day is < -30 or > 3650)) yield return new(FormattableString.Invariant($"{name}:Steps has day {step.Day}; days are counted from the due date, −30 to 3650."));
            foreach (var step in steps.Where(s => s.Do != DunningAct.Remind && (s.Day < 1 || !steps.Any(r => r.Do == DunningAct.Remind && r.Day < s.Day))))
                yield return new(FormattableString.Invariant($"{name}:Steps does {step.Do} on day {step.Day}: that comes after the due date, and after a reminder."));
        }
    }
}

public sealed class DunningStepOptions
{
    /// <summary>Days after the due date; below zero before it.</summary>
    public int Day { get; set; }
    public DunningAct Do { get; set; }
}

/// <summary>What differs for a class of customers; what is left out is as for everybody.</summary>
public sealed class DunningOfClass
{
    public decimal? LeastDebt { get; set; }
    public List<DunningStepOptions> Steps { get; set; } = [];
}
