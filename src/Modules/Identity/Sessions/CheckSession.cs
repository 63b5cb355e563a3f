using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Whether a session still holds, asked at every request: ended here is ended everywhere, at once.</summary>
public sealed record CheckSession(Guid SessionId);

/// <param name="Proof">As it counts now: after a change of SIM a code alone counts as possession of the line.</param>
public sealed record SessionFacts(Guid SessionId, Guid SubjectId, Guid? TenureId, Proof Proof, string? Language, bool SimJustChanged);

public sealed class CheckSessionHandler(PortalDbContext db, TimeProvider clock, IOptions<SignInRules> rules)
{
    static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    public async Task<SessionFacts?> HandleAsync(CheckSession query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var row = await (from s in db.Set<Session>().AsNoTracking()
                         where s.Id == query.SessionId && s.EndedAt == null
                         join subject in db.Set<Subject>() on s.SubjectId equals subject.Id
                         join d in db.Set<Device>() on s.DeviceId equals d.Id
                         where subject.ClosedAt == null && d.RemovedAt == null
                         join h in db.Set<NumberHandle>() on s.TenureId equals (Guid?)h.Id into handles
                         from h in handles.DefaultIfEmpty()
                         select new { Session = s, subject.Language, TenureUntil = h == null ? null : h.Until, SimChangedAt = h == null ? null : h.SimChangedAt }).FirstOrDefaultAsync(ct);
        if (row is not { Session: var session } || session.ExpiresAt <= now || session.SeenAt + rules.Value.SessionIdle <= now || row.TenureUntil <= now) return null;
        // Seen now and then, not at every request: reading a bill should not write.
        if (now - session.SeenAt >= SeenEvery)
            await db.Set<Session>().Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct);
        var newSim = row.SimChangedAt + rules.Value.SimChangeHold > now;
        return new(session.Id, session.SubjectId, session.TenureId, Counts(session.Proof, newSim), row.Language, newSim);
    }

    /// <summary>Within the hold a code shows who has the SIM, not who has always had the line.</summary>
    internal static Proof Counts(Proof proof, bool newSim) => newSim && proof.ByLine ? proof with { Level = Assurance.Line } : proof;
}
