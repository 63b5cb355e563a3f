using Microsoft.EntityFrameworkCore;
using Wangting.Billing.Rating;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Periods of accounts that begin on one day of the month.</summary>
internal static class Cycles
{
    public static BillingPeriod Of(DateOnly day, int cycleDay)
    {
        var from = Cycle.StartOf(day, cycleDay);
        return new BillingPeriod(from, Cycle.Next(from).AddDays(-1));
    }

    public static BillingPeriod After(BillingPeriod period) => new(period.To.AddDays(1), Cycle.Next(period.To.AddDays(1)).AddDays(-1));

    public static BillingPeriod Before(BillingPeriod period) => new(period.From.AddMonths(-1), period.From.AddDays(-1));

    /// <summary>The row of a period, made with the times that hold today when there is none.</summary>
    public static async Task<BillingCycle> FindOrAddAsync(PortalDbContext db, int day, BillingPeriod period, CycleOptions options, OperatorOptions house, CancellationToken ct)
    {
        var found = await db.Set<BillingCycle>().SingleOrDefaultAsync(c => c.Day == day && c.From == period.From, ct);
        if (found is not null) return found;
        var cutOff = house.StartOf(period.To.AddDays(1)).AddHours(options.HoursToCutOff);
        var made = new BillingCycle { Id = Guid.CreateVersion7(), Day = day, From = period.From, To = period.To, CutOff = cutOff, DueOn = house.DayOf(cutOff).AddDays(options.DaysToPay) };
        db.Add(made);
        return made;
    }
}
