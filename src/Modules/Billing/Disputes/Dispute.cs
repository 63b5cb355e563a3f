using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What a customer says is wrong with a charge.</summary>
public enum DisputeReason { NotUsed, NotOrdered, WrongPrice, ChargedTwice, Other }

/// <summary>A customer's "that is not right" about a line of a bill. Until it is decided its sum is neither reminded of, nor cut
/// off for, nor does it earn a late fee. What the line said is kept: a corrected bill has other lines.</summary>
internal sealed class Dispute : IVersioned
{
    public Guid Id { get; init; }
    /// <summary>By which people name it on the telephone.</summary>
    public required string Number { get; init; }
    public Guid BillId { get; init; }
    public Guid BillLineId { get; init; }
    public Guid AccountId { get; init; }
    /// <summary>Who held the account in the bill's period: a later holder does not see it.</summary>
    public Guid HolderPartyId { get; init; }
    public Guid AskedBy { get; init; }
    public Channel Channel { get; init; }
    public required LocalText Charge { get; init; }
    public Money Amount { get; init; }
    public DisputeReason Reason { get; init; }
    /// <summary>In the customer's own words.</summary>
    public required string Evidence { get; init; }
    public DisputeState State { get; set; } = DisputeState.Open;
    public DateTime OpenedAt { get; init; }
    /// <summary>What is given back; set with acceptance, or when it is proposed.</summary>
    public Money Credit { get; set; }
    /// <summary>What the customer is told.</summary>
    public string? Answer { get; set; }
    public Guid? DecidedBy { get; set; }
    /// <summary>When it ceased to be open: also when its proposal was made final.</summary>
    public DateTime? DecidedAt { get; set; }
    /// <summary>In which the asker is answered.</summary>
    public required string Language { get; init; }
    /// <summary>Unique for who asked: a repeat finds this row.</summary>
    public required string IdempotencyKey { get; init; }
    public int Version { get; set; }
}

internal sealed class DisputeTable : IEntityTypeConfiguration<Dispute>
{
    public const int MostWords = 500;

    public void Configure(EntityTypeBuilder<Dispute> builder)
    {
        builder.ToTable("billing_disputes");
        builder.Property(d => d.Number).HasMaxLength(20);
        builder.Property(d => d.Evidence).HasMaxLength(MostWords);
        builder.Property(d => d.Answer).HasMaxLength(MostWords);
        builder.Property(d => d.Language).HasMaxLength(20);
        builder.Property(d => d.IdempotencyKey).HasMaxLength(100);
        builder.HasIndex(d => d.Number).IsUnique();
        builder.HasIndex(d => new { d.AskedBy, d.IdempotencyKey }).IsUnique();
        // A line stands in one dispute at a time.
        builder.HasIndex(d => d.BillLineId).IsUnique().HasFilter("state IN ('Open', 'Proposed')").HasDatabaseName("ux_billing_disputes_undecided");
        builder.HasIndex(d => d.BillId);
        builder.HasIndex(d => new { d.State, d.OpenedAt });
    }
}
