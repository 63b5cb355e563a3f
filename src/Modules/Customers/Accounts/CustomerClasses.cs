using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Classes of customers by id, for rules of modules to the right that differ by class.</summary>
public static class CustomerClasses
{
    public static async Task<IReadOnlyDictionary<Guid, CustomerClass>> ListAsync(PortalDbContext db, IReadOnlyCollection<Guid> customers, CancellationToken ct) =>
        await db.Set<Customer>().Where(c => customers.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Class, ct);
}
