using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>From now on the vouchers of a batch can be redeemed: it has been sold, or found again after it was blocked.</summary>
/// <param name="Batch">Its name.</param>
public sealed record ActivateVouchers(string Batch);

public sealed class ActivateVouchersHandler(PortalDbContext db, TimeProvider clock)
{
    public Task<Outcome<Done>> HandleAsync(ActivateVouchers command, Caller caller, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        if (caller.Lacks(BillingPermissions.ManageVouchers) is { } lacking) return lacking;
        var batch = await db.Set<VoucherBatch>().SingleOrDefaultAsync(b => b.Name == command.Batch, ct);
        if (batch is null) return Refusal.NotFound("voucher.no_batch");
        if (batch.State == VoucherBatchState.Active) return Done.Yes;
        var now = clock.GetUtcNow().UtcDateTime;
        if (batch.EndsAt <= now) return Refusal.Conflict("voucher.batch_over");

        batch.State = VoucherBatchState.Active;
        batch.BlockedWhy = null;
        if (batch.ActivatedAt is null)
        {
            batch.ActivatedAt = now;
            // What is given away is no debt before somebody redeems it.
            if (!batch.Promotional)
                new Movement(LedgerTransactionKind.VouchersIssued, $"vouchers:{batch.Id:N}:issued", Guid.Empty, now)
                    .Book(LedgerAccount.VouchersSold, -batch.Worth, batch.Id).Book(LedgerAccount.VoucherTrade, batch.Worth).Post(db);
        }
        db.Audit(caller, clock, "vouchers_activated", "voucherBatch", batch.Id.ToString("N"), details: new { batch.Name });
        return Done.Yes;
    }, ct);
}
