using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>Takes back what is still queued for a tenure that ends: the number's next holder must not read it.</summary>
public sealed record CancelNotices(Guid TenureId);

public sealed class CancelNoticesHandler(PortalDbContext db)
{
    /// <summary>In the caller's unit of work; <b>the caller saves</b>.</summary>
    public async Task HandleAsync(CancelNotices command, CancellationToken ct)
    {
        foreach (var message in await db.Set<Message>().Where(m => m.TenureId == command.TenureId && m.State == MessageState.Queued).ToListAsync(ct))
            (message.State, message.Body) = (MessageState.Cancelled, null);
    }
}
