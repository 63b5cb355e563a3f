using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>The latest notices to the caller, as the hall shows them; secret ones never.</summary>
public sealed record ListNotices(int Most = 5);

public sealed record NoticeLine(Guid Id, DateTime At, NoticeClass Class, string? Subject, string Body, bool Read, Arrival Arrival);

public sealed class ListNoticesHandler(PortalDbContext db)
{
    public async Task<IReadOnlyList<NoticeLine>> HandleAsync(ListNotices query, Caller caller, CancellationToken ct) =>
        await SentNotice.To(db, caller)
            .OrderByDescending(m => m.At).Take(Math.Clamp(query.Most, 1, 100))
            .Select(m => new NoticeLine(m.Id, m.At, m.Class, m.Subject, m.Body, m.Read, m.Arrival)).ToListAsync(ct);
}
