namespace Wangting.Kernel;

/// <summary>How often an actor did something, as queries of modules to the right may join it.</summary>
public sealed class ActorCount
{
    public Guid ActorId { get; init; }
    public int Count { get; init; }
    public int Refused { get; init; }
}

public static class AuditCounts
{
    /// <param name="acts">Without prefix.</param>
    public static IQueryable<ActorCount> OfStaff(PortalDbContext db, DateTime since, string[] acts, string refusedAct) =>
        db.Set<AuditEntry>().Where(a => a.At >= since && a.ActorKind == CallerKind.Staff && (acts.Contains(a.Act) || a.Act == refusedAct))
            .GroupBy(a => a.ActorId).Select(g => new ActorCount { ActorId = g.Key, Count = g.Sum(a => a.Act == refusedAct ? 0 : 1), Refused = g.Sum(a => a.Act == refusedAct ? 1 : 0) });
}
