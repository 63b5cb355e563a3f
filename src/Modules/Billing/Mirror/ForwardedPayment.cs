using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>How far a payment made here has come in the books of who owns the account.</summary>
public enum ForwardState
{
    /// <summary>The money is here; the owner has not acknowledged it.</summary>
    Waiting,
    Booked,
    /// <summary>The owner said no: a person must look. The money is here.</summary>
    Refused,
}

internal sealed class ForwardedPayment : IVersioned, IUnshown
{
    public Guid PaymentId { get; init; }
    public Guid AccountId { get; init; }
    public ForwardState State { get; set; }
    public int Attempts { get; set; }
    public DateTime? TriedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    /// <summary>The owner's id of it.</summary>
    public string? Reference { get; set; }
    /// <summary>The owner's words when it said no.</summary>
    public string? Why { get; set; }
    public int Version { get; set; }
}

internal sealed class ForwardedPaymentTable : IEntityTypeConfiguration<ForwardedPayment>
{
    public void Configure(EntityTypeBuilder<ForwardedPayment> builder)
    {
        builder.ToTable("billing_forwarded_payments");
        builder.HasKey(f => f.PaymentId);
        builder.Property(f => f.PaymentId).ValueGeneratedNever();
        builder.Property(f => f.Reference).HasMaxLength(200);
        builder.HasIndex(f => new { f.AccountId, f.State });
        builder.HasIndex(f => f.State);
    }
}
