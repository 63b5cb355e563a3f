using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

public enum VoucherBatchState
{
    /// <summary>Printed, perhaps, and not yet sold: a code of it is worth nothing.</summary>
    Made,
    Active,
    /// <summary>Stolen, lost or printed wrong; what was redeemed before stays redeemed.</summary>
    Blocked,
}

/// <summary>Vouchers of one amount, made, sold and blocked together.</summary>
internal sealed class VoucherBatch : IVersioned, IUnshown
{
    public Guid Id { get; init; }
    public required string Name { get; init; }
    public int Count { get; init; }
    /// <summary>Of each.</summary>
    public Money Amount { get; init; }
    /// <summary>Given away rather than sold: goes into a bucket of its own that is neither refunded nor passed on.</summary>
    public bool Promotional { get; init; }
    /// <summary>For how many days after redeeming a promotional voucher its money may be used; for ever when null.</summary>
    public int? DaysToUse { get; init; }
    /// <summary>The first instant at which it can no longer be redeemed.</summary>
    public DateTime EndsAt { get; init; }
    public VoucherBatchState State { get; set; }
    public DateTime MadeAt { get; init; }
    /// <summary>When its money became the operator's debt to whoever holds the vouchers.</summary>
    public DateTime? ActivatedAt { get; set; }
    public string? BlockedWhy { get; set; }
    public int Version { get; set; }

    public Money Worth => new(Amount.Minor * Count);

    /// <summary>Why a voucher of it cannot be redeemed, or null. Told only to who gave the whole code: it says nothing about
    /// any other.</summary>
    public Refusal? WhyNot(Voucher voucher, DateTime now, TimeZoneInfo zone) =>
        voucher.RedeemedAt is { } at ? Refusal.Conflict("voucher.used", ("at", at))
        : State == VoucherBatchState.Blocked ? Refusal.Conflict("voucher.blocked")
        : State == VoucherBatchState.Made ? Refusal.Conflict("voucher.not_active")
        : EndsAt <= now ? Refusal.Conflict("voucher.expired", ("day", LastDay(EndsAt, zone)))
        : null;

    public static DateOnly LastDay(DateTime endsAt, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(endsAt, zone).AddTicks(-1));
}

/// <summary>One voucher. The code itself stands nowhere: whoever reads this table can redeem nothing.</summary>
internal sealed class Voucher : IVersioned, IUnshown
{
    public Guid Id { get; init; }
    public Guid BatchId { get; init; }
    /// <summary>Printed in the clear; by it staff find the voucher of somebody who cannot read the code.</summary>
    public int Serial { get; init; }
    public required string CodeHash { get; init; }
    public DateTime? RedeemedAt { get; set; }
    public Guid? RedeemedBy { get; set; }
    /// <summary>A repeat of the same request finds what the first did.</summary>
    public string? RedeemKey { get; set; }
    public Guid? AccountId { get; set; }
    public Guid? BucketId { get; set; }
    public int Version { get; set; }
}

internal sealed class VoucherBatchTable : IEntityTypeConfiguration<VoucherBatch>
{
    public void Configure(EntityTypeBuilder<VoucherBatch> builder)
    {
        builder.ToTable("billing_voucher_batches");
        builder.Property(b => b.Name).HasMaxLength(60);
        builder.HasIndex(b => b.Name).IsUnique();
        builder.Property(b => b.BlockedWhy).HasMaxLength(200);
    }
}

internal sealed class VoucherTable : IEntityTypeConfiguration<Voucher>
{
    public void Configure(EntityTypeBuilder<Voucher> builder)
    {
        builder.ToTable("billing_vouchers");
        builder.Property(v => v.CodeHash).HasMaxLength(64).Keyed();
        builder.HasIndex(v => v.CodeHash).IsUnique();
        builder.Property(v => v.RedeemKey).HasMaxLength(100);
        builder.HasIndex(v => new { v.BatchId, v.Serial }).IsUnique();
        builder.HasOne<VoucherBatch>().WithMany().HasForeignKey(v => v.BatchId);
    }
}
