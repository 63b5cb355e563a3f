using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

public enum RefundState
{
    /// <summary>Taken out of the bucket; the gateway is to send it back.</summary>
    Requested,
    Paid,
    /// <summary>The gateway would not: the money lies in the bucket again.</summary>
    Returned,
}

/// <summary>Money that goes back the way it came. Its id is the gateway's idempotency key.</summary>
internal sealed class Refund : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "refund";
    public Guid AccountId { get; init; }
    public Guid BucketId { get; init; }
    /// <summary>The payment whose way it goes back.</summary>
    public Guid PaymentId { get; init; }
    public Guid AskedBy { get; init; }
    public Money Amount { get; init; }
    public RefundState State { get; set; }
    public required string IdempotencyKey { get; init; }
    /// <summary>From 1: one request goes back by as many payments as it takes.</summary>
    public int Part { get; init; }
    public required string Fingerprint { get; init; }
    public DateTime AskedAt { get; init; }
    public DateTime? EndedAt { get; set; }
    public int Version { get; set; }
}

internal sealed class RefundTable : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.ToTable("billing_refunds");
        builder.Property(r => r.IdempotencyKey).HasMaxLength(100);
        builder.Property(r => r.Fingerprint).HasMaxLength(64);
        builder.HasIndex(r => new { r.AskedBy, r.IdempotencyKey, r.Part }).IsUnique();
        builder.HasIndex(r => r.PaymentId);
        builder.HasIndex(r => r.AccountId);
    }
}
