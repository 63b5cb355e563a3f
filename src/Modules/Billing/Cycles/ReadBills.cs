using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Billing.Rating;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Everything that stands on the bills of some accounts for a period, as known at a moment: the run asks with the cut-off,
/// a preview with now.</summary>
public sealed class ReadBills(PortalDbContext db, ReadBillInputs inputs, LateUsage late, IOptions<OperatorOptions> house)
{
    internal async Task<IReadOnlyList<BilledGroup>> ReadAsync(IReadOnlyCollection<Guid> accounts, BillingPeriod period, DateTime acceptedBy, CancellationToken ct)
    {
        var groups = await inputs.ReadAsync(accounts, period, acceptedBy, ct);
        if (groups.Count == 0) return groups;
        var before = Cycles.Before(period);
        // A period that was never closed here has no cut-off: what is late is only late after one.
        var known = await db.Set<BillingCycle>().Where(c => c.Day == period.From.Day && c.From == before.From).Select(c => (DateTime?)c.CutOff).SingleOrDefaultAsync(ct);
        return known is { } cutOff && cutOff < acceptedBy ? await late.AddAsync(groups, cutOff, acceptedBy, house.Value.StartOf(period.From), ct) : groups;
    }
}
