using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Identity;

/// <summary>A tenure ends (cease, transfer, change of number, port-out), and with it everything by which one could come
/// in over that number: the handle, its service password and PIN, bindings, sessions opened with it, codes under way and
/// notices still queued.</summary>
/// <param name="At">UTC; the handle is dead from then on.</param>
public sealed record EndHandle(Guid TenureId, DateTime At);

public sealed class EndHandleHandler(PortalDbContext db, CancelNoticesHandler notices, TimeProvider clock)
{
    /// <summary>In the unit of work of the line's own change; <b>the caller saves</b>.</summary>
    public async Task<Outcome<Done>> HandleAsync(EndHandle command, CancellationToken ct)
    {
        var handle = await db.Set<NumberHandle>().SingleOrDefaultAsync(h => h.Id == command.TenureId, ct);
        if (handle is null) return Refusal.NotFound("number.not_found");
        if (handle.Until is not null) return Done.Yes;
        handle.Until = command.At;
        (handle.PasswordHash, handle.PasswordSetAt, handle.VoicePinHash) = (null, null, null);
        foreach (var binding in await db.Set<NumberBinding>().Where(b => b.TenureId == handle.Id && b.EndedAt == null).ToListAsync(ct))
        {
            binding.EndedAt = command.At;
            db.Tell(new NumberUnbound(binding.SubjectId, binding.TenureId), clock, command.At);
        }
        foreach (var session in await db.Set<Session>().Where(s => s.TenureId == handle.Id && s.EndedAt == null).ToListAsync(ct)) session.EndedAt = command.At;
        foreach (var code in await db.Set<OneTimeCode>().Where(c => c.TenureId == handle.Id && c.UsedAt == null).ToListAsync(ct)) code.UsedAt = command.At;
        await notices.HandleAsync(new CancelNotices(handle.Id), ct);
        return Done.Yes;
    }
}
