using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Journeys;

/// <summary>A journey that an administrator has switched off: gone from every menu and door at once.</summary>
internal sealed class JourneySwitch
{
    public required string Journey { get; init; }
    public DateTime OffSince { get; init; }
    public Guid By { get; init; }
    public string? Reason { get; init; }
}

internal sealed class JourneySwitchTable : IEntityTypeConfiguration<JourneySwitch>
{
    public void Configure(EntityTypeBuilder<JourneySwitch> builder)
    {
        builder.ToTable("journeys_switches");
        builder.HasKey(s => s.Journey);
        builder.Property(s => s.Journey).HasMaxLength(60);
    }
}
