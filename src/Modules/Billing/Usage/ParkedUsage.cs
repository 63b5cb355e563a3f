using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An event that could not be taken as it came, kept whole until it can be. It goes only by being taken.</summary>
internal sealed class ParkedUsage : IVersioned
{
    public Guid Id { get; init; }
    public required string SourceSystem { get; init; }
    public required string SourceId { get; init; }
    /// <summary>Text key of why.</summary>
    public required string Reason { get; set; }
    /// <summary>The event as it came, as JSON, encrypted under <see cref="EventPurpose"/>: it names people's numbers.</summary>
    public required string EventClosed { get; set; }
    /// <summary>Which line the source said, fit to be shown.</summary>
    public string? Named { get; set; }
    /// <summary>Null for what takes another event back.</summary>
    public UsageKind? Kind { get; set; }
    public DateTime? StartedAt { get; set; }
    /// <summary>Id at the source of the event that this takes back.</summary>
    public string? Cancels { get; set; }
    public DateTime FirstSeenAt { get; init; }
    public DateTime TriedAt { get; set; }
    public int Tries { get; set; }
    public int Version { get; set; }

    public const string EventPurpose = "billing.usage.parked";
}

internal sealed class ParkedUsageTable : IEntityTypeConfiguration<ParkedUsage>
{
    public void Configure(EntityTypeBuilder<ParkedUsage> builder)
    {
        builder.ToTable("billing_parked_usage");
        builder.Property(p => p.SourceSystem).HasMaxLength(60);
        builder.Property(p => p.SourceId).HasMaxLength(100);
        builder.Property(p => p.Reason).HasMaxLength(60);
        builder.Property(p => p.EventClosed).HasMaxLength(4000).Closed(ParkedUsage.EventPurpose);
        builder.Property(p => p.Named).HasMaxLength(120);
        builder.Property(p => p.Cancels).HasMaxLength(100);
        builder.HasIndex(p => new { p.SourceSystem, p.SourceId }).IsUnique();
        builder.HasIndex(p => new { p.SourceSystem, p.Cancels });
        builder.HasIndex(p => new { p.Reason, p.FirstSeenAt });
    }
}
