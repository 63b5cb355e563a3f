using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

public sealed record ListPasskeys;

/// <param name="BackedUp">Kept by the maker's cloud: it survives the loss of the device.</param>
public sealed record PasskeyLine(Guid Id, string Name, DateTime CreatedAt, DateTime? UsedAt, bool BackedUp);

public sealed class ListPasskeysHandler(PortalDbContext db)
{
    public async Task<IReadOnlyList<PasskeyLine>> HandleAsync(ListPasskeys query, Caller caller, CancellationToken ct) =>
        await db.Set<Passkey>().AsNoTracking().Where(p => p.SubjectId == caller.SubjectId && caller.Kind == CallerKind.Person).OrderBy(p => p.CreatedAt)
            .Select(p => new PasskeyLine(p.Id, p.Name, p.CreatedAt, p.UsedAt, p.BackedUp)).ToListAsync(ct);
}
