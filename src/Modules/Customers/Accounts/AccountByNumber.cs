using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>An account by its number, for callers whose operation decides who may (the command line). Never for customers:
/// they find what they have a right on (<see cref="FindAccount"/>).</summary>
public sealed class AccountByNumber(PortalDbContext db)
{
    public Task<Guid?> FindAsync(string number, CancellationToken ct) => db.Set<Account>().Where(a => a.Number == number).Select(a => (Guid?)a.Id).SingleOrDefaultAsync(ct);
}
