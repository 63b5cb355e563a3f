using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>In what an amount of use is counted.</summary>
public enum UsageUnit { Second, Message, Kilobyte, Event, Month, Day }

/// <summary>One call, message, data session or other event. Actual and charged amounts are both kept: their difference
/// (rounding up to a minute, what an allowance carried) is what people ask about.</summary>
internal sealed class UsageRecord
{
    public Guid Id { get; init; }
    public Guid LineId { get; init; }
    public UsageKind Kind { get; init; }
    public DateTime StartedAt { get; init; }
    /// <summary>Minutes that the local clock was ahead of UTC where it happened: abroad it is not the operator's zone.</summary>
    public int OffsetMinutes { get; init; }
    public long Quantity { get; init; }
    public long ChargedQuantity { get; set; }
    public UsageUnit Unit { get; init; }
    public UsageDirection Direction { get; init; }
    /// <summary>The other party, encrypted under <see cref="PeerPurpose"/>; shown whole only to who may see details.</summary>
    public string? PeerClosed { get; init; }
    public string? PeerMasked { get; init; }
    public string? Place { get; init; }
    /// <summary>How long it took, where prices are told apart by time; 0 for what has no length.</summary>
    public int Seconds { get; init; }
    /// <summary>Zone of the other party, a code of the catalogue; null where none is known.</summary>
    public string? ToZone { get; init; }
    /// <summary>Zone of the user; null for the own network.</summary>
    public string? AtZone { get; init; }
    /// <summary>What the source charged; where it is <see cref="RatedHere"/>, what it costs as far as the period has gone.</summary>
    public Money Charge { get; set; }
    /// <summary>The source gave no charge, so what it costs is worked out here; otherwise it is charged as the source said.</summary>
    public bool RatedHere { get; init; }
    /// <summary>When it was taken in: what came after a cut-off belongs to a later bill.</summary>
    public DateTime AcceptedAt { get; init; }
    public required string SourceSystem { get; init; }
    /// <summary>The event's id at its source: the same event is taken once.</summary>
    public required string SourceId { get; init; }

    public const string PeerPurpose = "billing.usage.peer";
}

internal sealed class UsageRecordTable : IEntityTypeConfiguration<UsageRecord>
{
    public void Configure(EntityTypeBuilder<UsageRecord> builder)
    {
        builder.ToTable("billing_usage_records");
        builder.Property(u => u.PeerClosed).HasMaxLength(1000).Closed(UsageRecord.PeerPurpose);
        builder.Property(u => u.PeerMasked).HasMaxLength(60);
        builder.Property(u => u.Place).HasMaxLength(100);
        builder.Property(u => u.ToZone).HasMaxLength(40);
        builder.Property(u => u.AtZone).HasMaxLength(40);
        builder.Property(u => u.SourceSystem).HasMaxLength(60);
        builder.Property(u => u.SourceId).HasMaxLength(100);
        builder.HasIndex(u => new { u.SourceSystem, u.SourceId }).IsUnique();
        builder.HasIndex(u => new { u.LineId, u.StartedAt });
    }
}
