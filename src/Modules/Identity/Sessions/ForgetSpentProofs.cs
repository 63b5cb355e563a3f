using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Throws away what can serve nobody any more: old codes, offers, counts, and sessions ended a quarter ago.</summary>
public sealed class ForgetSpentProofs(PortalDbContext db, TimeProvider clock)
{
    public async Task HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var yesterday = now.AddDays(-1);
        var quarter = now.AddDays(-90);
        await db.Set<OneTimeCode>().Where(c => c.ExpiresAt < yesterday).ExecuteDeleteAsync(ct);
        await db.Set<QrSignIn>().Where(q => q.ExpiresAt < yesterday).ExecuteDeleteAsync(ct);
        await db.Set<LimitCount>().Where(l => l.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.Set<Session>().Where(s => s.ExpiresAt < quarter || s.EndedAt < quarter).ExecuteDeleteAsync(ct);
    }
}
