using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <param name="Month">A day of the period wanted; null for the present one.</param>
/// <param name="Kind">Only this kind; null for all.</param>
/// <param name="After">Id of the last record of the page before.</param>
public sealed record ListUsageRecords(Guid LineId, DateOnly? Month = null, UsageKind? Kind = null, Guid? After = null);

/// <param name="Local">By the clock where it happened.</param>
/// <param name="Peer">Masked.</param>
public sealed record UsageRecordView(Guid Id, UsageKind Kind, DateTime Local, long Quantity, long ChargedQuantity, UsageUnit Unit, UsageDirection Direction, string? Peer, string? Place, Money Charge);

public sealed record UsageRecordPage(DateOnly PeriodFrom, DateOnly PeriodTo, IReadOnlyList<UsageRecordView> Records, Guid? Older);

/// <summary>Call details: a right apart from the bill, for which a proof of the last minutes is asked; a look by another
/// than the line's holder is audited.</summary>
public sealed class ListUsageRecordsHandler(PortalDbContext db, TimeProvider clock, IOptions<OperatorOptions> owner)
{
    public const int PageSize = 50;
    public static readonly TimeSpan ProofAge = TimeSpan.FromMinutes(5);

    public async Task<Outcome<UsageRecordPage>> HandleAsync(ListUsageRecords query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var line = await GrantedLines.Rows(db, caller, Right.SeeDetails, now).SingleOrDefaultAsync(l => l.Id == query.LineId, ct);
        if (line is null) return Refusal.NotFound("line.not_found");
        if (caller.Needs(Assurance.Proven, ProofAge, now) is { } proof) return proof;

        var from = Cycle.StartOf(query.Month ?? owner.Value.DayOf(now), line.CycleDay);
        var to = Cycle.Next(from);
        // Records keep the holder of their time: what was before this one came is not theirs to see.
        var (begin, end) = (owner.Value.StartOf(from), owner.Value.StartOf(to));
        var heldFrom = line.From;
        var records = StandingUsage.Of(db).AsNoTracking().Where(u => u.LineId == line.Id && u.StartedAt >= begin && u.StartedAt >= heldFrom && u.StartedAt < end && (query.Kind == null || u.Kind == query.Kind));
        var anchor = query.After is null ? null : await records.Where(u => u.Id == query.After).Select(u => new { u.StartedAt, u.Id }).SingleOrDefaultAsync(ct);
        if (anchor is not null) records = records.Where(u => u.StartedAt < anchor.StartedAt || (u.StartedAt == anchor.StartedAt && u.Id < anchor.Id));
        var page = await records.OrderByDescending(u => u.StartedAt).ThenByDescending(u => u.Id).Take(PageSize + 1)
            .Select(u => new UsageRecordView(u.Id, u.Kind, u.StartedAt.AddMinutes(u.OffsetMinutes), u.Quantity, u.ChargedQuantity, u.Unit, u.Direction, u.PeerMasked, u.Place, u.Charge)).ToListAsync(ct);

        if (line.HolderPartyId != caller.SubjectId && line.UserPersonId != caller.SubjectId)
        {
            db.Audit(caller, clock, "usage_records_seen", "usage", line.Id.ToString("N"), line.HolderPartyId, details: new { from, records = page.Count });
            await db.SaveChangesAsync(ct);
        }
        return new UsageRecordPage(from, to.AddDays(-1), [.. page.Take(PageSize)], page.Count > PageSize ? page[PageSize - 1].Id : null);
    }
}
