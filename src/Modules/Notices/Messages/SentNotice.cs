using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>A notice that has gone out and may be read again, to be composed inside queries.</summary>
public sealed class SentNotice
{
    public Guid Id { get; init; }
    public DateTime At { get; init; }
    public NoticeClass Class { get; init; }
    public string? Subject { get; init; }
    public required string Body { get; init; }
    public bool Read { get; init; }
    /// <summary>Whether it reached the phone, where the gateway reports that.</summary>
    public Arrival Arrival { get; init; }

    /// <summary>What was sent to the caller, secret ones left out.</summary>
    public static IQueryable<SentNotice> To(PortalDbContext db, Caller caller) =>
        db.Set<Message>().AsNoTracking()
            .Where(m => m.PersonId == caller.SubjectId && caller.Kind == CallerKind.Person && m.State == MessageState.Sent && !m.Secret && m.Body != null)
            .Select(m => new SentNotice { Id = m.Id, At = m.QueuedAt, Class = m.Class, Subject = m.Subject, Body = m.Body!, Read = m.ReadAt != null, Arrival = m.Arrival });
}
