using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Restricts the lines that an account pays for because of what it owes, and frees them again. Part of the caller's
/// unit of work; <b>the caller saves</b>. Emergency numbers stay open under every scope: a scope says what a line may not
/// do, and they are never part of it.</summary>
public static class DebtRestrictions
{
    /// <returns>How many restrictions are new; those that hold already stay as they are.</returns>
    public static async Task<int> PutAsync(PortalDbContext db, Guid account, IReadOnlyCollection<RestrictionScope> scopes, DateTime now, CancellationToken ct)
    {
        var lines = await db.Set<Line>().Where(l => l.AccountId == account && l.State == LineState.Active).Select(l => l.Id).ToListAsync(ct);
        var held = (await Of(db, account, now).Select(r => new { r.LineId, r.Scope }).ToListAsync(ct)).Select(r => (r.LineId, r.Scope)).ToHashSet();
        var put = 0;
        foreach (var (line, scope) in lines.SelectMany(_ => scopes, (line, scope) => (line, scope)).Where(one => !held.Contains(one)))
        {
            db.Add(new Restriction { Id = Guid.CreateVersion7(), LineId = line, Reason = RestrictionReason.Debt, Scope = scope, From = now });
            put++;
        }
        return put;
    }

    /// <summary>Ends those of debt alone: a loss, fraud or the owner's wish holds on.</summary>
    /// <returns>How many lines are freed of it.</returns>
    public static async Task<int> EndAsync(PortalDbContext db, Guid account, DateTime now, CancellationToken ct)
    {
        var held = await Of(db, account, now).ToListAsync(ct);
        foreach (var restriction in held) restriction.To = now;
        return held.Select(r => r.LineId).Distinct().Count();
    }

    static IQueryable<Restriction> Of(PortalDbContext db, Guid account, DateTime now) =>
        db.Set<Restriction>().Where(r => r.Reason == RestrictionReason.Debt && (r.To == null || r.To > now) && db.Set<Line>().Any(l => l.Id == r.LineId && l.AccountId == account));
}
