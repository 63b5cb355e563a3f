using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Billing;

/// <summary>An event of use was taken back by its source. An event of its own: the record stays as it came, and a bill made
/// before this was taken in stays right.</summary>
internal sealed class UsageCancellation
{
    public Guid Id { get; init; }
    public Guid RecordId { get; init; }
    /// <summary>Id at the source of the event that took it back.</summary>
    public required string SourceId { get; init; }
    public DateTime AcceptedAt { get; init; }
}

internal sealed class UsageCancellationTable : IEntityTypeConfiguration<UsageCancellation>
{
    public void Configure(EntityTypeBuilder<UsageCancellation> builder)
    {
        builder.ToTable("billing_usage_cancellations");
        builder.Property(c => c.SourceId).HasMaxLength(100);
        builder.HasIndex(c => c.RecordId).IsUnique();
    }
}
