using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What a check of the books found.</summary>
/// <param name="Wrong">The first disagreement, or null.</param>
public sealed record LedgerVerdict(int Transactions, int Bills, int Buckets, int Payments, LedgerFault? Wrong);

/// <param name="Kind">What disagrees: <c>transaction</c>, <c>bill</c>, <c>bucket</c>, <c>payment</c>, <c>refund</c>,
/// <c>voucherBatch</c>, <c>advance</c>, <c>reservation</c> (of a bucket), <c>allocation</c> (of a transaction), <c>entry</c> (about nothing that exists).</param>
/// <param name="Stored">In minor units, what stands there; <paramref name="Proved"/> is what the entries add up to.</param>
public sealed record LedgerFault(string Kind, Guid Id, long Stored, long Proved);

/// <summary>Proves that what is stored as owed, held and paid is what the ledger's entries add up to. Reads only; every
/// question is one statement that answers with the first row that disagrees, so millions of entries stay where they are.</summary>
public sealed class VerifyLedger(PortalDbContext db)
{
    public async Task<Outcome<LedgerVerdict>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.VerifyLedger) is { } lacking) return lacking;
        LedgerFault? wrong = null;
        foreach (var question in Questions()) wrong ??= await question.FirstOrDefaultAsync(ct);
        return new LedgerVerdict(await db.Set<LedgerTransaction>().CountAsync(ct), await db.Set<Bill>().CountAsync(ct), await db.Set<Bucket>().CountAsync(ct),
            await db.Set<Payment>().CountAsync(ct), wrong);
    }

    // Amounts are cast to what lies in the column: a converted type cannot be summed in the database.
    IEnumerable<IQueryable<LedgerFault>> Questions()
    {
        var entries = db.Set<LedgerEntry>().AsNoTracking();
        var (bills, buckets, payments, refunds, allocations, batches) = (db.Set<Bill>(), db.Set<Bucket>(), db.Set<Payment>(), db.Set<Refund>(), db.Set<Allocation>(), db.Set<VoucherBatch>());

        yield return from entry in entries
                     group entry by entry.TransactionId into t
                     where t.Sum(e => (long)(object)e.Amount) != 0
                     orderby t.Key
                     select new LedgerFault("transaction", t.Key, 0, t.Sum(e => (long)(object)e.Amount));

        yield return from bill in bills
                     let stored = (long)(object)bill.Outstanding
                     let proved = entries.Where(e => e.Account == LedgerAccount.Receivable && e.ItemId == bill.Id).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby bill.Id
                     select new LedgerFault("bill", bill.Id, stored, proved);

        yield return from bucket in buckets
                     let stored = (long)(object)bucket.Balance
                     let proved = -entries.Where(e => e.Account == LedgerAccount.CustomerFunds && e.ItemId == bucket.Id).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby bucket.Id
                     select new LedgerFault("bucket", bucket.Id, stored, proved);

        yield return from bucket in buckets
                     let stored = (long)(object)bucket.Reserved
                     let proved = db.Set<BalanceAct>().Where(a => a.BucketId == bucket.Id && a.State == BalanceActState.Held).Sum(a => (long)(object)a.Amount)
                     where stored != proved
                     orderby bucket.Id
                     select new LedgerFault("reservation", bucket.Id, stored, proved);

        yield return from payment in payments
                     let stored = payment.State == PaymentState.Settled && payment.Gateway != PayFromBalanceHandler.Balance ? (long)(object)payment.Amount : 0
                     let proved = entries.Where(e => e.Account == LedgerAccount.GatewayClearing && e.ItemId == payment.Id).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby payment.Id
                     select new LedgerFault("payment", payment.Id, stored, proved);

        yield return from refund in refunds
                     let stored = refund.State == RefundState.Requested ? (long)(object)refund.Amount : 0
                     let proved = -entries.Where(e => e.Account == LedgerAccount.RefundsDue && e.ItemId == refund.Id).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby refund.Id
                     select new LedgerFault("refund", refund.Id, stored, proved);

        yield return from refund in refunds
                     let stored = refund.State == RefundState.Paid ? (long)(object)refund.Amount : 0
                     let proved = -entries.Where(e => e.Account == LedgerAccount.GatewayClearing && e.ItemId == refund.Id).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby refund.Id
                     select new LedgerFault("refund", refund.Id, stored, proved);

        yield return from batch in batches
                     let redeemed = db.Set<Voucher>().Count(v => v.BatchId == batch.Id && v.RedeemedAt != null)
                     let stored = batch.ActivatedAt != null && !batch.Promotional ? (long)(object)batch.Amount * (batch.Count - redeemed) : 0
                     let proved = -entries.Where(e => e.Account == LedgerAccount.VouchersSold && e.ItemId == batch.Id).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby batch.Id
                     select new LedgerFault("voucherBatch", batch.Id, stored, proved);

        yield return from advance in db.Set<Advance>()
                     let stored = (long)(object)advance.Left
                     let proved = entries.Where(e => e.Account == LedgerAccount.AdvancesDue && e.ItemId == advance.Id).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby advance.Id
                     select new LedgerFault("advance", advance.Id, stored, proved);

        yield return from transaction in db.Set<LedgerTransaction>()
                     where transaction.Kind == LedgerTransactionKind.PaymentSettled || transaction.Kind == LedgerTransactionKind.PaidFromBalance
                     let stored = allocations.Where(a => a.TransactionId == transaction.Id).Sum(a => (long)(object)a.Amount)
                     let proved = -entries.Where(e => e.TransactionId == transaction.Id && e.Account == LedgerAccount.Receivable).Sum(e => (long)(object)e.Amount)
                     where stored != proved
                     orderby transaction.Id
                     select new LedgerFault("allocation", transaction.Id, stored, proved);

        yield return from entry in entries
                     where (entry.Account == LedgerAccount.Receivable && !bills.Any(b => b.Id == entry.ItemId))
                        || (entry.Account == LedgerAccount.CustomerFunds && !buckets.Any(b => b.Id == entry.ItemId))
                        || (entry.Account == LedgerAccount.VouchersSold && !batches.Any(b => b.Id == entry.ItemId))
                        || (entry.Account == LedgerAccount.AdvancesDue && !db.Set<Advance>().Any(a => a.Id == entry.ItemId))
                        || (entry.Account == LedgerAccount.RefundsDue && !refunds.Any(r => r.Id == entry.ItemId))
                        || (entry.Account == LedgerAccount.GatewayClearing && !payments.Any(p => p.Id == entry.ItemId) && !refunds.Any(r => r.Id == entry.ItemId))
                     orderby entry.Id
                     select new LedgerFault("entry", entry.Id, 0, (long)(object)entry.Amount);
    }
}
