using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>For operations that two may do at the same moment to the same money.</summary>
internal static class Once
{
    const int Tries = 6;

    /// <summary>Runs load, decide and change, then saves. If another writer was faster (a version has risen, a unique key
    /// exists) all of it runs again on what is stored now, so the decision is made anew and never half.</summary>
    public static async Task<Outcome<T>> OnceAsync<T>(this PortalDbContext db, Func<Task<Outcome<T>>> decide, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await decide();
            if (!outcome.Succeeded) return outcome;
            try
            {
                await db.SaveChangesAsync(ct);
                return outcome;
            }
            catch (DbUpdateException failure) when (attempt < Tries && (failure is DbUpdateConcurrencyException || db.IsDuplicateKey(failure)))
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
