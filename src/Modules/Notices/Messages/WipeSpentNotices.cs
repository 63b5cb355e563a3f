using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Wipes the words of secret notices that can no longer be of use, sent or not: a gateway that was away must not
/// leave codes lying about, not even closed ones.</summary>
public sealed class WipeSpentNotices(PortalDbContext db, TimeProvider clock)
{
    public async Task<int> HandleAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.Set<Message>().Where(m => m.Secret && m.Body != null && m.UselessAfter < now)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Body, (string?)null), ct);
    }
}
