using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

public enum BalanceActKind { TopUp, Adjustment, Reservation }

public enum BalanceActState
{
    /// <summary>The money has moved.</summary>
    Done,
    /// <summary>Of a reservation: the money lies there and cannot be spent.</summary>
    Held,
    /// <summary>Of a reservation: the money is free again.</summary>
    Released,
    /// <summary>Of a reservation: an adjustment has taken it.</summary>
    Spent,
}

/// <summary>What another system did to a bucket (TMF654): put money in, corrected it, or set some of it aside.</summary>
internal sealed class BalanceAct : IVersioned
{
    public Guid Id { get; init; }
    public BalanceActKind Kind { get; init; }
    public BalanceActState State { get; set; }
    public Guid AccountId { get; init; }
    /// <summary>Who held the account then: a later holder does not see it.</summary>
    public Guid HolderPartyId { get; init; }
    public Guid BucketId { get; init; }
    /// <summary>Below zero for an adjustment that takes.</summary>
    public Money Amount { get; init; }
    public string? Reason { get; init; }
    /// <summary>Of a top-up: the payment that it is.</summary>
    public Guid? PaymentId { get; init; }
    /// <summary>Of an adjustment: the reservation that it takes.</summary>
    public Guid? ReservationId { get; init; }
    public Channel Channel { get; init; }
    public Guid AskedBy { get; init; }
    /// <summary>Unique for who asked: a repeat finds this row.</summary>
    public required string IdempotencyKey { get; init; }
    public required string Fingerprint { get; init; }
    public DateTime AskedAt { get; init; }
    /// <summary>Of a reservation: when it lets go by itself.</summary>
    public DateTime? ExpiresAt { get; init; }
    public DateTime? EndedAt { get; set; }
    public int Version { get; set; }
}

internal sealed class BalanceActTable : IEntityTypeConfiguration<BalanceAct>
{
    public void Configure(EntityTypeBuilder<BalanceAct> builder)
    {
        builder.ToTable("billing_balance_acts");
        builder.Property(a => a.Reason).HasMaxLength(400);
        builder.Property(a => a.IdempotencyKey).HasMaxLength(100);
        builder.Property(a => a.Fingerprint).HasMaxLength(64);
        builder.HasIndex(a => new { a.AskedBy, a.IdempotencyKey }).IsUnique();
        builder.HasIndex(a => new { a.AccountId, a.AskedAt });
        builder.HasIndex(a => a.BucketId);
    }
}
