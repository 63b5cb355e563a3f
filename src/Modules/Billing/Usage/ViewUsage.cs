using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <param name="Holding">Key of a line (<see cref="HomeView.KeyOf"/>); null for the first.</param>
/// <param name="Month">A day of the period wanted; null for the present one.</param>
public sealed record ViewUsage(string? Holding = null, DateOnly? Month = null);

/// <summary>One kind of use in a period.</summary>
public sealed record UsageSum(UsageKind Kind, UsageUnit Unit, int Events, long Quantity, long Charged, Money Charge);

public sealed record UsageView(IReadOnlyList<Holding> Holdings, Holding Chosen, DateOnly PeriodFrom, DateOnly PeriodTo, IReadOnlyList<UsageSum> Sums, IReadOnlyList<AllowanceLeft> Left, DateOnly Today)
{
    public Money Charge => Sums.Aggregate(Money.Zero, (sum, s) => sum + s.Charge);
    /// <summary>Records are kept at hand for five months and the present one.</summary>
    public bool HasOlder => PeriodFrom > Cycle.StartOf(Today, Chosen.CycleDay).AddMonths(-5);
    public bool HasNewer => PeriodTo < Today;
}

/// <summary>How much was used in a period, kind by kind. Sums only: who was called is <see cref="ListUsageRecords"/>.</summary>
public sealed class ViewUsageHandler(PortalDbContext db, ListHoldings list, TimeProvider clock, IOptions<OperatorOptions> owner)
{
    public async Task<Outcome<UsageView>> HandleAsync(ViewUsage query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = owner.Value.DayOf(now);
        var holdings = (await list.HandleAsync(caller, ct)).Where(h => h.LineId is not null).ToArray();
        var chosen = query.Holding is null ? holdings.FirstOrDefault() : holdings.FirstOrDefault(h => HomeView.KeyOf(h) == query.Holding);
        if (chosen is null) return Refusal.NotFound(query.Holding is null ? "usage.no_line" : "holding.not_found");

        var from = Cycle.StartOf(query.Month ?? today, chosen.CycleDay);
        var to = Cycle.Next(from);
        var (begin, end) = (owner.Value.StartOf(from), owner.Value.StartOf(to));
        var lines = GrantedLines.Of(db, caller, Right.SeeBill, now).Where(id => id == chosen.LineId);
        var sums = await StandingUsage.Of(db).Where(u => lines.Contains(u.LineId) && u.StartedAt >= begin && u.StartedAt < end)
            .GroupBy(u => new { u.Kind, u.Unit })
            // Sums of what lies in the column: a converted type cannot be added up in the database.
            .Select(g => new { g.Key.Kind, g.Key.Unit, Events = g.Count(), Quantity = g.Sum(u => u.Quantity), Charged = g.Sum(u => u.ChargedQuantity), Charge = g.Sum(u => (long)(object)u.Charge) })
            .ToListAsync(ct);
        var left = await db.Set<AllowanceBalance>().AsNoTracking().Where(a => lines.Contains(a.LineId) && a.PeriodFrom < to && a.PeriodTo >= from).ToListAsync(ct);
        return new UsageView(holdings, chosen, from, to.AddDays(-1),
            [.. sums.OrderBy(s => s.Kind switch { UsageKind.Data => 0, UsageKind.Voice => 1, UsageKind.Message => 2, _ => 3 }).Select(s => new UsageSum(s.Kind, s.Unit, s.Events, s.Quantity, s.Charged, new Money(s.Charge)))],
            [.. left.GroupBy(a => (a.Kind, a.Unit)).Select(g => AllowanceLeft.Of(g.Key.Kind, g.Key.Unit, g.Sum(a => a.Granted), g.Sum(a => a.Used), g.Min(a => a.PeriodFrom), g.Max(a => a.PeriodTo), today))],
            today);
    }
}
