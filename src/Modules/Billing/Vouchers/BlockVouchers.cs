using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Stops a batch: none of its vouchers is redeemed any more. Its money stays owed, for its holders have paid.</summary>
/// <param name="Batch">Its name.</param>
public sealed record BlockVouchers(string Batch, string? Reason);

public sealed class BlockVouchersHandler(PortalDbContext db, TimeProvider clock)
{
    public Task<Outcome<Done>> HandleAsync(BlockVouchers command, Caller caller, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        if (caller.Lacks(BillingPermissions.ManageVouchers) is { } lacking) return lacking;
        if (command.Reason?.Trim() is not { Length: > 0 and <= 200 } reason) return Refusal.Invalid("voucher.reason_needed", "reason", ("most", 200));
        var batch = await db.Set<VoucherBatch>().SingleOrDefaultAsync(b => b.Name == command.Batch, ct);
        if (batch is null) return Refusal.NotFound("voucher.no_batch");
        if (batch.State == VoucherBatchState.Blocked) return Done.Yes;

        batch.State = VoucherBatchState.Blocked;
        batch.BlockedWhy = reason;
        db.Audit(caller, clock, "vouchers_blocked", "voucherBatch", batch.Id.ToString("N"), purpose: reason, details: new { batch.Name });
        return Done.Yes;
    }, ct);
}
