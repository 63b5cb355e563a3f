using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An intent to pay and what became of it. Its id is the gateway's idempotency key.</summary>
internal sealed class Payment : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "payment";
    public Guid AccountId { get; init; }
    /// <summary>Who holds the account when it is paid: a later holder does not see it.</summary>
    public Guid HolderPartyId { get; init; }
    /// <summary>Who pays: need be neither holder nor user.</summary>
    public Guid PayerId { get; init; }
    /// <summary>On whose behalf, when not the payer's own.</summary>
    public Guid? ActingFor { get; init; }
    public Channel Channel { get; init; }
    /// <summary>The bill named; else the oldest open one takes it.</summary>
    public Guid? BillId { get; init; }
    public Money Amount { get; init; }
    /// <summary>ISO 4217, as told to the gateway.</summary>
    public required string Currency { get; init; }
    public PaymentState State { get; set; } = PaymentState.Started;
    public required string Gateway { get; init; }
    /// <summary>One of the gateway's methods; the payer chooses there when null.</summary>
    public string? Method { get; init; }
    /// <summary>In which the gateway addresses the payer; kept, because a repeated order must be equal in everything.</summary>
    public required string Language { get; init; }
    public string? GatewayReference { get; set; }
    /// <summary>Unique for its payer: a repeat finds this row.</summary>
    public required string IdempotencyKey { get; init; }
    /// <summary>Of the request's content: the same key with another content is a conflict.</summary>
    public required string Fingerprint { get; init; }
    public DateTime StartedAt { get; init; }
    /// <summary>When the gateway stops taking it.</summary>
    public DateTime ExpiresAt { get; init; }
    /// <summary>When it was settled, declined, cancelled or given up.</summary>
    public DateTime? EndedAt { get; set; }
    /// <summary>Text key of what went wrong.</summary>
    public string? FailureCode { get; set; }
    /// <summary>What the gateway says it took, where that is not what was asked: minor units of <see cref="ToldCurrency"/>.</summary>
    public long? ToldMinor { get; set; }
    public string? ToldCurrency { get; set; }
    /// <summary>When the gateway was last asked, so that a page that is reloaded does not ask each time.</summary>
    public DateTime? AskedAt { get; set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }

    /// <summary>Under which its reconciliation is scheduled.</summary>
    public static string KeyOf(Guid id) => $"payment:{id:N}";
}

/// <summary>How much of a payment or bucket went to which bill.</summary>
internal sealed class Allocation : IUnshown
{
    public Guid Id { get; init; }
    public Guid TransactionId { get; init; }
    public Guid? PaymentId { get; init; }
    public Guid? BucketId { get; init; }
    public Guid BillId { get; init; }
    public Money Amount { get; init; }
    public DateTime At { get; init; }
}

internal sealed class PaymentTable : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("billing_payments");
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.ToldCurrency).HasMaxLength(3);
        builder.Property(p => p.Gateway).HasMaxLength(40);
        builder.Property(p => p.Method).HasMaxLength(40);
        builder.Property(p => p.Language).HasMaxLength(20);
        builder.Property(p => p.GatewayReference).HasMaxLength(100);
        builder.Property(p => p.IdempotencyKey).HasMaxLength(100);
        builder.Property(p => p.Fingerprint).HasMaxLength(64);
        builder.Property(p => p.FailureCode).HasMaxLength(100);
        builder.HasIndex(p => new { p.PayerId, p.IdempotencyKey }).IsUnique();
        builder.HasIndex(p => new { p.AccountId, p.StartedAt });
        builder.HasSource(p => p.Source);
    }
}

internal sealed class AllocationTable : IEntityTypeConfiguration<Allocation>
{
    public void Configure(EntityTypeBuilder<Allocation> builder)
    {
        builder.ToTable("billing_allocations");
        builder.HasIndex(a => a.BillId);
        builder.HasIndex(a => a.PaymentId);
        builder.HasIndex(a => a.TransactionId);
    }
}
