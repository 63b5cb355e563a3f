using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Two bills side by side.</summary>
internal static class BillDifferences
{
    /// <summary>What each kind of charge changed by, the largest change first; kinds that did not change are left out.</summary>
    public static IReadOnlyList<(ChargeKind Kind, Money Change)> Between(IEnumerable<(ChargeKind Kind, Money Amount)> now, IEnumerable<(ChargeKind Kind, Money Amount)> before)
    {
        var changes = new SortedDictionary<ChargeKind, Money>();
        foreach (var (kind, amount) in now) changes[kind] = changes.GetValueOrDefault(kind) + amount;
        foreach (var (kind, amount) in before) changes[kind] = changes.GetValueOrDefault(kind) - amount;
        return [.. changes.Where(c => !c.Value.IsZero).OrderByDescending(c => Math.Abs(c.Value.Minor)).ThenBy(c => c.Key).Select(c => (c.Key, c.Value))];
    }
}

/// <summary>Billing periods begin on an account's day of month, 1 to 28.</summary>
public static class Cycle
{
    public static DateOnly StartOf(DateOnly day, int cycleDay)
    {
        var start = new DateOnly(day.Year, day.Month, cycleDay);
        return day >= start ? start : start.AddMonths(-1);
    }

    public static DateOnly Next(DateOnly start) => start.AddMonths(1);
}
