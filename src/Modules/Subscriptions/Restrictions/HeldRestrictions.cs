using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>A restriction that holds, as queries of modules to the right may join it.</summary>
public sealed class HeldRestriction
{
    public Guid LineId { get; init; }
    /// <summary>The account that pays for the line.</summary>
    public Guid AccountId { get; init; }
    public RestrictionReason Reason { get; init; }
    public RestrictionScope Scope { get; init; }
    public DateTime From { get; init; }
}

/// <summary>What holds now, for a query that has scoped its lines or accounts.</summary>
public static class HeldRestrictions
{
    public static IQueryable<HeldRestriction> Of(PortalDbContext db, DateTime now) =>
        from restriction in db.Set<Restriction>().Where(r => r.From <= now && (r.To == null || r.To > now))
        join line in db.Set<Line>().Where(l => l.State != LineState.Ceased) on restriction.LineId equals line.Id
        select new HeldRestriction { LineId = line.Id, AccountId = line.AccountId, Reason = restriction.Reason, Scope = restriction.Scope, From = restriction.From };
}
