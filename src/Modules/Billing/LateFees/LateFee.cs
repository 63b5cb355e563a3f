using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>How a late fee (违约金) comes about.</summary>
/// <param name="PerMillion">Of what is overdue, for each day.</param>
/// <param name="FirstDay">Days after the due date on which it begins.</param>
/// <param name="MostPerMillion">All late fees of a bill are at most this share of what was overdue first; 1,000,000 is all of it.</param>
public sealed record LateFeeRule(int PerMillion, int FirstDay, int MostPerMillion);

/// <summary>What counts for the late fee of one bill.</summary>
/// <param name="Base">The charges that earn it: all but late fees of bills before, for a late fee earns none.</param>
/// <param name="Due">The last day to pay.</param>
/// <param name="Paid">What was paid or given back, and on which day. It counts for what earns a fee first, from its own day on.</param>
/// <param name="Disputed">Sums that are not asked for, from a day until before another; open where undecided.</param>
/// <param name="Charged">What was charged for it before.</param>
public sealed record LateBill(Money Base, DateOnly Due, IReadOnlyList<(DateOnly On, Money Amount)> Paid, IReadOnlyList<(DateOnly From, DateOnly? Until, Money Amount)> Disputed, Money Charged);

/// <param name="Days">On how many days of the period it was earned.</param>
/// <param name="Base">The most that was overdue on one of them.</param>
public sealed record LateFeeDue(Money Amount, int Days, Money Base);

/// <summary>The late fee of a bill for a period. Pure: no clock, no database.</summary>
public static class LateFee
{
    /// <param name="to">The last day, itself included.</param>
    public static LateFeeDue Of(LateFeeRule rule, LateBill bill, DateOnly from, DateOnly to)
    {
        var first = bill.Due.AddDays(Math.Max(1, rule.FirstDay));
        var (sum, days, highest) = ((Int128)0, 0, Money.Zero);
        for (var day = from > first ? from : first; day <= to; day = day.AddDays(1))
        {
            var owed = OwedOn(bill, day);
            if (!owed.IsPositive) continue;
            (sum, days, highest) = (sum + owed.Minor, days + 1, Money.Max(highest, owed));
        }
        // Rounded once, the half up; with what was charged before never above the share of what was overdue first.
        var exact = (sum * rule.PerMillion * 2 + 1_000_000) / 2_000_000;
        var most = (Int128)OwedOn(bill with { Disputed = [] }, first).Minor * rule.MostPerMillion / 1_000_000 - bill.Charged.Minor;
        return new(new Money((long)Int128.Max(0, Int128.Min(exact, most))), days, highest);
    }

    static Money OwedOn(LateBill bill, DateOnly day) =>
        Money.Max(Money.Zero, bill.Base - Sum(bill.Paid.Where(p => p.On <= day).Select(p => p.Amount)) - Sum(bill.Disputed.Where(d => d.From <= day && (d.Until is null || day < d.Until)).Select(d => d.Amount)));

    static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);
}
