using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Ends every grant on a line, in the unit of work that ends the line: who could see the old holder's line sees
/// nothing of the next.</summary>
public static class EndGrants
{
    public static async Task OnLineAsync(PortalDbContext db, Guid line, DateTime at, CancellationToken ct)
    {
        foreach (var grant in await db.Set<Grant>().Where(g => g.LineId == line && (g.To == null || g.To > at)).ToListAsync(ct)) grant.To = at;
    }
}
