using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Whether a session still holds, asked at every request: what is ended here is ended at once, on other nodes within
/// two seconds.</summary>
public sealed record CheckSession(Guid SessionId);

/// <param name="Proof">As it counts now: after a change of SIM a code alone counts as possession of the line.</param>
public sealed record SessionFacts(Guid SessionId, Guid SubjectId, Guid? TenureId, Proof Proof, string? Language, bool SimJustChanged);

public sealed class CheckSessionHandler(PortalDbContext db, TimeProvider clock, IOptions<SignInRules> rules, Changes changes, Kept<Guid, SessionStanding> kept)
{
    static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    public async Task<SessionFacts?> HandleAsync(CheckSession query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var standing = kept.Find(query.SessionId) ?? await ReadAsync(query.SessionId, ct);
        if (standing is not { Session: var session } || session.ExpiresAt <= now || standing.SeenAt + rules.Value.SessionIdle <= now || standing.TenureUntil <= now) return null;
        // Seen now and then, not at every request: reading a bill should not write.
        if (now - standing.SeenAt >= SeenEvery)
        {
            await db.Set<Session>().Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct);
            standing.SeenAt = now;
        }
        var newSim = standing.SimChangedAt + rules.Value.SimChangeHold > now;
        return new(session.Id, session.SubjectId, session.TenureId, Counts(session.Proof, newSim), standing.Language, newSim);
    }

    async Task<SessionStanding?> ReadAsync(Guid id, CancellationToken ct)
    {
        var since = changes.Begin();
        var row = await (from s in db.Set<Session>().AsNoTracking()
                         where s.Id == id && s.EndedAt == null
                         join subject in db.Set<Subject>() on s.SubjectId equals subject.Id
                         join d in db.Set<Device>() on s.DeviceId equals d.Id
                         where subject.ClosedAt == null && d.RemovedAt == null
                         join h in db.Set<NumberHandle>() on s.TenureId equals (Guid?)h.Id into handles
                         from h in handles.DefaultIfEmpty()
                         select new { Session = s, subject.Language, TenureUntil = h == null ? null : h.Until, SimChangedAt = h == null ? null : h.SimChangedAt }).FirstOrDefaultAsync(ct);
        if (row is null) return null; // ended ones are not kept: strangers could fill the memory with them
        var standing = new SessionStanding(row.Session, row.Language, row.TenureUntil, row.SimChangedAt) { SeenAt = row.Session.SeenAt };
        kept.Keep(id, standing, since, id, row.Session.SubjectId, row.Session.DeviceId, row.Session.TenureId ?? id);
        return standing;
    }

    /// <summary>Within the hold a code shows who has the SIM, not who has always had the line.</summary>
    internal static Proof Counts(Proof proof, bool newSim) => newSim && proof.ByLine ? proof with { Level = Assurance.Line } : proof;
}

/// <summary>A session that has not been ended, and what it stands on; whether it holds at a moment is decided anew each time.</summary>
public sealed class SessionStanding
{
    internal SessionStanding(Session session, string? language, DateTime? tenureUntil, DateTime? simChangedAt) =>
        (Session, Language, TenureUntil, SimChangedAt) = (session, language, tenureUntil, simChangedAt);

    internal Session Session { get; }
    internal string? Language { get; }
    internal DateTime? TenureUntil { get; }
    internal DateTime? SimChangedAt { get; }
    internal DateTime SeenAt { get; set; }
}
