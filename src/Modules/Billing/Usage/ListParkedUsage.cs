using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="Reason">Only this one; null for all.</param>
/// <param name="After">Id of the last of the page before.</param>
public sealed record ListParkedUsage(string? Reason = null, Guid? After = null);

/// <param name="Reason">Text key.</param>
/// <param name="Named">The line that the source said, numbers masked.</param>
/// <param name="Kind">Null for what takes another event back.</param>
public sealed record ParkedUsageView(Guid Id, string Source, string SourceId, string Reason, string? Named, UsageKind? Kind, DateTime? StartedAt, string? Cancels, DateTime FirstSeenAt, DateTime TriedAt, int Tries);

/// <param name="Reasons">Of all that is parked, the most frequent first.</param>
/// <param name="Next">To be given as <see cref="ListParkedUsage.After"/>; null at the end.</param>
public sealed record ParkedUsagePage(IReadOnlyList<(string Reason, int Count)> Reasons, IReadOnlyList<ParkedUsageView> Events, Guid? Next);

/// <summary>Events that wait because they could not be taken as they came, in the order in which they first did.</summary>
public sealed class ListParkedUsageHandler(PortalDbContext db)
{
    public const int PageSize = 50;

    public async Task<Outcome<ParkedUsagePage>> HandleAsync(ListParkedUsage query, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.ParkedUsage) is { } lacking) return lacking;
        var reasons = await db.Set<ParkedUsage>().GroupBy(p => p.Reason).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var parked = db.Set<ParkedUsage>().AsNoTracking().Where(p => query.Reason == null || p.Reason == query.Reason);
        if (query.After is { } after) parked = parked.Where(p => p.Id > after);
        // Ids rise with time.
        var page = await parked.OrderBy(p => p.Id).Take(PageSize + 1)
            .Select(p => new ParkedUsageView(p.Id, p.SourceSystem, p.SourceId, p.Reason, p.Named, p.Kind, p.StartedAt, p.Cancels, p.FirstSeenAt, p.TriedAt, p.Tries)).ToListAsync(ct);
        return new ParkedUsagePage([.. reasons.OrderByDescending(r => r.Count).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Count))],
            [.. page.Take(PageSize)], page.Count > PageSize ? page[PageSize - 1].Id : null);
    }
}
