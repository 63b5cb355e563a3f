using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Identity;

internal static class CodeTries
{
    /// <summary>Stores that a try was made before anybody is told how it went. A try that lost against another at the same
    /// moment learns nothing.</summary>
    public static async Task<Refusal> SaveTryAsync(this PortalDbContext db, Refusal no, CancellationToken ct)
    {
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("code.one_at_a_time"); }
        return no;
    }
}
