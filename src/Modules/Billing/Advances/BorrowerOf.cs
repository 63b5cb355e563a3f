using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Reads what stands about accounts that would borrow.</summary>
public sealed class BorrowerOf(PortalDbContext db, Mirrored mirrored, Texts texts, TimeProvider clock)
{
    /// <returns>Without those that another system owns.</returns>
    internal async Task<Dictionary<Guid, Borrower>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var theirs = await mirrored.AmongAsync([.. ids], ct);
        var buckets = (await db.Set<Bucket>().AsNoTracking().Where(b => ids.Contains(b.AccountId)).ToListAsync(ct)).ToLookup(b => b.AccountId);
        return (await AccountRows.Of(db).Where(a => ids.Contains(a.Id)).Select(a => new
        {
            a.Id, a.Mode, a.State, a.OpenedAt,
            Owes = db.Set<Bill>().Any(b => b.AccountId == a.Id && b.HolderPartyId == a.HolderPartyId && b.State != BillState.Paid),
            HasBorrowed = db.Set<Advance>().Any(x => x.LiveAccountId == a.Id),
        }).ToListAsync(ct)).Where(a => !theirs.Contains(a.Id)).ToDictionary(a => a.Id, a => new Borrower(a.Mode, a.State, a.OpenedAt, a.Owes, a.HasBorrowed,
            new Money(buckets[a.Id].Sum(b => b.Available(now, texts.DayOf(now)).Minor))));
    }
}
