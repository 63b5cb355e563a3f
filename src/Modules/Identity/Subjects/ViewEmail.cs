using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>The caller's proven e-mail address, masked; null when there is none.</summary>
public sealed class ViewEmailHandler(PortalDbContext db)
{
    public async Task<string?> HandleAsync(Caller caller, CancellationToken ct) =>
        caller.IsPerson && await db.Set<Subject>().Where(s => s.Id == caller.SubjectId).Select(s => s.Email).SingleOrDefaultAsync(ct) is { } email ? Mask.Email(email) : null;
}
