using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="UseBefore">When what is left of promotional money is gone; null when it stays.</param>
public sealed record RedeemedVoucher(string AccountNumber, Money Amount, bool Promotional, DateTime? UseBefore, DateTime RedeemedAt);

/// <summary>What became of a voucher that the caller redeemed.</summary>
public sealed class ViewRedeemed(PortalDbContext db)
{
    public async Task<Outcome<RedeemedVoucher>> HandleAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var seen = await (from voucher in db.Set<Voucher>().AsNoTracking()
                          where voucher.Id == id && voucher.RedeemedBy == caller.SubjectId
                          join batch in db.Set<VoucherBatch>() on voucher.BatchId equals batch.Id
                          join bucket in db.Set<Bucket>() on voucher.BucketId equals (Guid?)bucket.Id
                          join account in AccountRows.Of(db) on voucher.AccountId equals (Guid?)account.Id
                          select new RedeemedVoucher(account.Number, batch.Amount, batch.Promotional, bucket.ExpiresAt, voucher.RedeemedAt!.Value)).SingleOrDefaultAsync(ct);
        return seen is null ? Refusal.NotFound("voucher.not_found") : seen;
    }
}
