using Wangting.Catalogue;

namespace Wangting.Billing;

/// <summary>What is left of one kind of use this period, and where it goes if people carry on as they did.</summary>
/// <param name="AtEnd">What would be left on the last day: below zero means it runs out. Null in the first days, when
/// there is too little to judge by.</param>
public sealed record AllowanceLeft(UsageKind Kind, UsageUnit Unit, long Granted, long Used, DateOnly PeriodTo, long? AtEnd)
{
    public long Left => Math.Max(0, Granted - Used);
    public double Share => Granted == 0 ? 0 : (double)Left / Granted;
    /// <summary>About to run out: a tenth left, or fewer.</summary>
    public bool IsLow => Granted > 0 && Left * 10 <= Granted;

    const int FewestDays = 3;

    /// <summary>Straight on at the rate of the days gone by, today counted as a whole day.</summary>
    public static AllowanceLeft Of(UsageKind kind, UsageUnit unit, long granted, long used, DateOnly from, DateOnly to, DateOnly today)
    {
        var gone = today.DayNumber - from.DayNumber + 1;
        var days = to.DayNumber - from.DayNumber + 1;
        long? atEnd = gone < FewestDays || granted == 0 ? null : (long)(granted - (Int128)used * days / gone);
        return new AllowanceLeft(kind, unit, granted, used, to, atEnd);
    }
}
