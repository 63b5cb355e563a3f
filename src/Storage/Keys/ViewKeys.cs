using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Storage.Keys;

/// <summary>Whether this database has keys yet, without making any.</summary>
public sealed class ViewKeys(PortalDbContext db)
{
    public Task<bool> HasRootAsync(CancellationToken ct) => db.Set<StoredKey>().AnyAsync(k => k.Name == StoredKey.Root, ct);
}
