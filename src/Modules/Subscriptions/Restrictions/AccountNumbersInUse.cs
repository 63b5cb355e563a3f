using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>A telephone number on an account's line, where a message about the account reaches somebody.</summary>
public sealed record NumberInUse(Guid TenureId, string Value);

public static class AccountNumbersInUse
{
    /// <summary>Numbers of an account's living mobiles, the oldest first, for work that has decided on the account.</summary>
    public static async Task<IReadOnlyList<NumberInUse>> ListAsync(PortalDbContext db, Guid account, int most, CancellationToken ct) =>
        await (from line in db.Set<Line>().Where(l => l.AccountId == account && l.State == LineState.Active && l.Kind == LineKind.Mobile)
               join tenure in db.Set<Tenure>().Where(t => t.To == null && t.Kind == IdentifierKind.Mobile) on line.Id equals tenure.LineId
               orderby line.From, line.Id
               select new NumberInUse(tenure.Id, tenure.Value)).Take(most).ToListAsync(ct);
}
