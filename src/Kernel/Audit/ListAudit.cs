using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>The audit log, newest first.</summary>
/// <param name="Act">Without prefix: <c>payment_settled</c>.</param>
/// <param name="Before">Where the page before ended: its last entry's id.</param>
public sealed record AuditFilter(string? Act = null, Guid? Actor = null, Guid? Party = null, string? ObjectId = null, DateOnly? From = null, DateOnly? To = null, Guid? Before = null);

/// <param name="Sealed">Its number in the chain, once it has one.</param>
public sealed record AuditLine(Guid Id, DateTime At, CallerKind ActorKind, Guid ActorId, Guid? ActingFor, Channel Channel, string? Address, string Act, Guid? PartyId,
    string ObjectKind, string ObjectId, string? Purpose, string? Details, long? Sealed);

/// <param name="Next">To ask for the next page with, or null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, Guid? Next);

public sealed class ListAudit(PortalDbContext db, Texts texts)
{
    public const int PageSize = 50;

    public async Task<Outcome<AuditPage>> HandleAsync(AuditFilter filter, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(KernelPermissions.ReadAudit) is { } lacking) return lacking;
        var lines = await db.Set<AuditEntry>().AsNoTracking().Matching(filter, texts.Zone).OrderByDescending(a => a.Id).Take(PageSize + 1).Select(AuditLines.Line).ToListAsync(ct);
        return new AuditPage([.. lines.Take(PageSize)], lines.Count > PageSize ? lines[PageSize - 1].Id : null);
    }
}

internal static class AuditLines
{
    public static readonly Expression<Func<AuditEntry, AuditLine>> Line =
        a => new AuditLine(a.Id, a.At, a.ActorKind, a.ActorId, a.ActingFor, a.Channel, a.Address, a.Act, a.PartyId, a.ObjectKind, a.ObjectId, a.Purpose, a.Details, a.Sequence);

    public static IQueryable<AuditEntry> Matching(this IQueryable<AuditEntry> entries, AuditFilter filter, TimeZoneInfo zone)
    {
        if (filter.Act is { } act) entries = entries.Where(a => a.Act == act);
        if (filter.Actor is { } actor) entries = entries.Where(a => a.ActorId == actor);
        if (filter.Party is { } party) entries = entries.Where(a => a.PartyId == party);
        if (filter.ObjectId is { } objectId) entries = entries.Where(a => a.ObjectId == objectId);
        if (filter.From is { } from) entries = entries.Where(a => a.At >= Midnight(from, zone));
        if (filter.To is { } to) entries = entries.Where(a => a.At < Midnight(to.AddDays(1), zone));
        // Ids of version 7 rise with time: one key pages and sorts.
        return filter.Before is { } before ? entries.Where(a => a.Id < before) : entries;
    }

    static DateTime Midnight(DateOnly day, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), zone);
}
