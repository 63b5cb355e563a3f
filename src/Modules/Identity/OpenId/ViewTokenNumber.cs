using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The number that the person behind a token signed in with, while they hold it; null for passkey and e-mail.</summary>
public sealed class ViewTokenNumber(PortalDbContext db, TimeProvider clock)
{
    public async Task<ServiceIdentifier?> HandleAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await db.Set<Session>().Where(s => s.Id == sessionId)
            .Join(db.Set<NumberHandle>().LiveAt(now), s => s.TenureId, h => (Guid?)h.Id, (s, h) => new { h.Kind, h.Value }).SingleOrDefaultAsync(ct);
        return found is null ? null : new ServiceIdentifier(found.Kind, found.Value);
    }
}
