using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Identity;

/// <summary>How often something happened in one window of time: the same count for every node.</summary>
internal sealed class LimitCount
{
    /// <summary>Rule and keyed hash of whom it counts.</summary>
    public required string Key { get; init; }
    public DateTime WindowStart { get; init; }
    public DateTime ExpiresAt { get; init; }
    public int Count { get; set; }
}

internal sealed class LimitCountTable : IEntityTypeConfiguration<LimitCount>
{
    public void Configure(EntityTypeBuilder<LimitCount> builder)
    {
        builder.ToTable("identity_limit_counts");
        builder.HasKey(l => new { l.Key, l.WindowStart });
        builder.Property(l => l.Key).HasMaxLength(120);
        builder.HasIndex(l => l.ExpiresAt);
    }
}
