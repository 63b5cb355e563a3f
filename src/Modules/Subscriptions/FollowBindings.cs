using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>Gives whoever bound a number the rights that go with holding its line in the hand.</summary>
internal sealed class FollowBinding(PortalDbContext db) : IHandle<NumberBound>
{
    public async Task HandleAsync(NumberBound what, CancellationToken ct)
    {
        var line = await db.Set<Tenure>().Where(t => t.Id == what.TenureId).Select(t => (Guid?)t.LineId).SingleOrDefaultAsync(ct);
        if (line is { } id) await db.GrantBoundLineAsync(what.SubjectId, id, what.At, ct);
    }
}

/// <summary>Takes them back when the binding ends, by whomever, or the tenure does.</summary>
internal sealed class FollowUnbinding(PortalDbContext db, TimeProvider clock) : IHandle<NumberUnbound>
{
    public async Task HandleAsync(NumberUnbound what, CancellationToken ct)
    {
        var line = await db.Set<Tenure>().Where(t => t.Id == what.TenureId).Select(t => (Guid?)t.LineId).SingleOrDefaultAsync(ct);
        if (line is { } id) await db.EndBoundLineGrantAsync(what.SubjectId, id, clock.GetUtcNow().UtcDateTime, ct);
    }
}
