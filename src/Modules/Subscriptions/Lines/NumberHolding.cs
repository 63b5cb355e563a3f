using Microsoft.EntityFrameworkCore;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Resources;

namespace Wangting.Subscriptions;

/// <summary>Begins and ends tenures: who holds a number, and with it who may sign in by it. Part of the line's own unit of
/// work; the operations below save.</summary>
public sealed class NumberHolding(PortalDbContext db, GrantHandleHandler grantHandle, EndHandleHandler endHandle)
{
    internal async Task<Refusal?> BeginAsync(Line line, ServiceIdentifier number, Guid? subject, DateTime now, CancellationToken ct)
    {
        if (await NumbersAtRest.IsRestingAsync(db, number, now, ct)) return Refusal.Conflict("number.resting");
        var held = await db.Set<Tenure>().AnyAsync(t => t.Kind == number.Kind && t.Value == number.Value && t.To == null, ct)
            && !db.Set<Tenure>().Local.Any(t => t.Kind == number.Kind && t.Value == number.Value && t.To != null && db.Entry(t).State == EntityState.Modified);
        if (held) return Refusal.Conflict("number.already_held");
        var tenure = new Tenure { Id = Guid.CreateVersion7(), LineId = line.Id, Kind = number.Kind, Value = number.Value, From = now };
        db.Add(tenure);
        await NumbersInUse.MarkAsync(db, [number], ct);
        return (await grantHandle.HandleAsync(new GrantHandle(tenure.Id, number, subject, now), ct)).Refusal;
    }

    /// <returns>The number that was held, or null when the line had none.</returns>
    internal async Task<ServiceIdentifier?> EndAsync(Line line, string reason, DateTime now, CancellationToken ct)
    {
        var tenure = await db.Set<Tenure>().SingleOrDefaultAsync(t => t.LineId == line.Id && t.To == null, ct);
        if (tenure is null) return null;
        (tenure.To, tenure.EndReason) = (now, reason);
        await endHandle.HandleAsync(new EndHandle(tenure.Id, now), ct);
        return new ServiceIdentifier(tenure.Kind, tenure.Value);
    }
}
