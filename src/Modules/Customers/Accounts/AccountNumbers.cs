using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Account numbers by id, for lists of modules to the right that have already scoped their rows.</summary>
public static class AccountNumbers
{
    public static async Task<IReadOnlyDictionary<Guid, string>> ListAsync(PortalDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        await db.Set<Account>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Number, ct);
}
