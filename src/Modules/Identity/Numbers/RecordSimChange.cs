using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The line has a new SIM: for a set time a code to it alone does not suffice for sensitive acts.</summary>
/// <param name="At">UTC.</param>
public sealed record RecordSimChange(Guid TenureId, DateTime At);

public sealed class RecordSimChangeHandler(PortalDbContext db)
{
    /// <summary>In the unit of work of the line's own change; <b>the caller saves</b>.</summary>
    public async Task<Outcome<Done>> HandleAsync(RecordSimChange command, CancellationToken ct)
    {
        var handle = await db.Set<NumberHandle>().SingleOrDefaultAsync(h => h.Id == command.TenureId, ct);
        if (handle is null) return Refusal.NotFound("number.not_found");
        handle.SimChangedAt = command.At;
        return Done.Yes;
    }
}
