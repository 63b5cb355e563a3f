using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="Redeemed">How many of <paramref name="Count"/> have been.</param>
/// <param name="ValidUntil">The last day.</param>
public sealed record VoucherBatchLine(string Name, VoucherBatchState State, int Count, int Redeemed, Money Amount, bool Promotional, int? DaysToUse, DateOnly ValidUntil, DateTime MadeAt, string? BlockedWhy)
{
    public bool IsOver { get; init; }
}

public sealed class ListVoucherBatches(PortalDbContext db, Texts texts, TimeProvider clock)
{
    const int Most = 100;

    /// <returns>The newest first, a hundred at most.</returns>
    public async Task<Outcome<IReadOnlyList<VoucherBatchLine>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.ManageVouchers) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var batches = await db.Set<VoucherBatch>().AsNoTracking().OrderByDescending(b => b.MadeAt).ThenByDescending(b => b.Id).Take(Most)
            .Select(b => new { Batch = b, Redeemed = db.Set<Voucher>().Count(v => v.BatchId == b.Id && v.RedeemedAt != null) }).ToListAsync(ct);
        return batches.ConvertAll(b => new VoucherBatchLine(b.Batch.Name, b.Batch.State, b.Batch.Count, b.Redeemed, b.Batch.Amount, b.Batch.Promotional, b.Batch.DaysToUse,
            VoucherBatch.LastDay(b.Batch.EndsAt, texts.Zone), b.Batch.MadeAt, b.Batch.BlockedWhy)
        { IsOver = b.Batch.EndsAt <= now });
    }
}
