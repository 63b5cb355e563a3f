using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What payments to some accounts can go to, loaded into this unit of work.</summary>
/// <param name="bills">With something outstanding.</param>
/// <param name="cash">The cash buckets, by account.</param>
/// <param name="advances">What was lent and is still to be taken back, by account.</param>
/// <param name="owned">Those of the accounts that another system owns.</param>
internal sealed class Books(PortalDbContext db, IEnumerable<Bill> bills, Dictionary<Guid, Bucket> cash, IReadOnlyDictionary<Guid, Advance> advances, IReadOnlySet<Guid> owned)
{
    readonly ILookup<Guid, Bill> open = bills.ToLookup(b => b.AccountId);

    /// <summary>Those of one account.</summary>
    public static async Task<Books> OpenAsync(PortalDbContext db, Mirrored mirrored, Guid account, CancellationToken ct)
    {
        var open = await db.Set<Bill>().Where(b => b.AccountId == account && b.State != BillState.Paid).ToListAsync(ct);
        var cash = await db.Set<Bucket>().Where(b => b.AccountId == account && b.Key == Bucket.CashKey).ToDictionaryAsync(b => b.AccountId, ct);
        var advances = await db.Set<Advance>().Where(a => a.LiveAccountId == account).ToDictionaryAsync(a => a.AccountId, ct);
        return new Books(db, open, cash, advances, await mirrored.AmongAsync([account], ct));
    }

    /// <summary>Books a settled payment, in this unit of work, and tells of it.</summary>
    public void Receive(Payment payment, TimeProvider clock)
    {
        // What a former holder still owes on this account is theirs to pay, unless the payer named it.
        var theirs = open[payment.AccountId].Where(b => b.HolderPartyId == payment.HolderPartyId || b.Id == payment.BillId);
        var advance = advances.GetValueOrDefault(payment.AccountId);
        var lent = advance?.Left;
        Receipt.Of(payment, theirs, () => Cash(payment.AccountId), clock.GetUtcNow().UtcDateTime, advance: advance).Post(db);
        if (advance?.Left != lent) db.Tell(new AdvanceChanged(advance!.Id, advance.Left, payment.Language), clock);
        if (owned.Contains(payment.AccountId)) ForwardPayment.Begin(db, payment, clock);
        db.Tell(new PaymentSettled(payment.Id, payment.AccountId, payment.Amount), clock);
    }

    Bucket Cash(Guid account)
    {
        if (!cash.TryGetValue(account, out var bucket)) cash[account] = db.Add(bucket = Bucket.Cash(account)).Entity;
        return bucket;
    }
}
