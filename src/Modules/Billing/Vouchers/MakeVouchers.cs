using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Makes a batch of vouchers, which are worth nothing until <see cref="ActivateVouchers"/>.</summary>
/// <param name="Amount">Of each.</param>
/// <param name="ValidUntil">The last day on which one can be redeemed.</param>
/// <param name="DaysToUse">Of promotional money, from the day it is redeemed.</param>
public sealed record MakeVouchers(string Name, int Count, Money Amount, DateOnly ValidUntil, bool Promotional = false, int? DaysToUse = null);

public sealed class MakeVouchersHandler(PortalDbContext db, SecretColumns secrets, Texts texts, TimeProvider clock)
{
    const int Most = 1_000_000, AtOnce = 5_000;

    /// <param name="codes">Gets a line for each voucher, serial number and code: the only time that the codes are to be had. All
    /// of them are in it before one of them counts.</param>
    public async Task<Outcome<Guid>> HandleAsync(MakeVouchers command, TextWriter codes, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.ManageVouchers) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        if (Wrong(command, texts.DayOf(now)) is { } wrong) return wrong;
        if (await db.Set<VoucherBatch>().AnyAsync(b => b.Name == command.Name, ct)) return Refusal.Conflict("voucher.batch_exists", ("batch", command.Name));

        var batch = new VoucherBatch
        {
            Id = Guid.CreateVersion7(), Name = command.Name, Count = command.Count, Amount = command.Amount, Promotional = command.Promotional, DaysToUse = command.DaysToUse,
            EndsAt = TimeZoneInfo.ConvertTimeToUtc(command.ValidUntil.AddDays(1).ToDateTime(TimeOnly.MinValue), texts.Zone), MadeAt = now,
        };
        // A million rows are no single save, and half a batch is none: one transaction around them.
        await using var whole = await db.Database.BeginTransactionAsync(ct);
        db.Add(batch);
        db.Audit(caller, clock, "vouchers_made", "voucherBatch", batch.Id.ToString("N"), details: new { batch.Name, batch.Count, amount = batch.Amount.Minor, batch.Promotional });
        await db.SaveChangesAsync(ct);
        await codes.WriteLineAsync("serial,code");
        for (var serial = 1; serial <= batch.Count;)
        {
            for (var end = Math.Min(batch.Count, serial + AtOnce - 1); serial <= end; serial++)
            {
                var code = VoucherCode.Make();
                db.Add(new Voucher { Id = Guid.CreateVersion7(), BatchId = batch.Id, Serial = serial, CodeHash = VoucherCode.Hash(secrets, code) });
                await codes.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{serial},{code}"));
            }
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
        await codes.FlushAsync(ct);
        await whole.CommitAsync(ct);
        return batch.Id;
    }

    static Refusal? Wrong(MakeVouchers command, DateOnly today) =>
        command.Name is not { Length: > 0 and <= 60 } || command.Name.Trim() != command.Name || command.Name.Any(char.IsControl) ? Refusal.Invalid("voucher.batch_name", "batch", ("most", 60))
        : command.Count is < 1 or > Most ? Refusal.Invalid("voucher.count_wrong", "count", ("most", Most))
        : !command.Amount.IsPositive || command.Amount.Minor > Limits.Most.Minor / command.Count ? Refusal.Invalid("bucket.amount_wrong", "amount")
        : command.ValidUntil < today ? Refusal.Invalid("voucher.ends_in_past", "valid-until")
        : command.DaysToUse is < 1 or > 3660 || (command.DaysToUse is not null && !command.Promotional) ? Refusal.Invalid("voucher.days_wrong", "days", ("most", 3660))
        : null;
}
