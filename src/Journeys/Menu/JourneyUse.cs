using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Journeys;

/// <summary>How often a person came to a journey's end: their menu begins with what they use.</summary>
internal sealed class JourneyUse
{
    public Guid SubjectId { get; init; }
    public required string Journey { get; init; }
    public int Times { get; set; }
    public DateTime LastAt { get; set; }
}

internal sealed class JourneyUseTable : IEntityTypeConfiguration<JourneyUse>
{
    public void Configure(EntityTypeBuilder<JourneyUse> builder)
    {
        builder.ToTable("journeys_uses");
        builder.HasKey(u => new { u.SubjectId, u.Journey });
        builder.Property(u => u.Journey).HasMaxLength(60);
    }
}
