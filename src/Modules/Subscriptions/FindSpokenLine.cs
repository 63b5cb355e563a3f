using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>The line a caller speaks from, and the account that pays for it.</summary>
public sealed record SpokenLine(Guid LineId, Guid AccountId);

/// <summary>Finds the line behind the tenure a caller came by. Whoever merely holds a phone (a message, a dialled code) is
/// shown that line and no other of its owner's.</summary>
public sealed class FindSpokenLine(PortalDbContext db)
{
    public Task<SpokenLine?> HandleAsync(Caller caller, CancellationToken ct) =>
        (from tenure in db.Set<Tenure>().Where(t => t.Id == caller.TenureId && t.To == null)
         join line in db.Set<Line>() on tenure.LineId equals line.Id
         select new SpokenLine(line.Id, line.AccountId)).SingleOrDefaultAsync(ct);
}
