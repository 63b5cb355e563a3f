using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Identity;

/// <summary>A browser in which somebody has signed in. Its key lies in a long-lived cookie: strangers who guess at a number
/// use up the strangers' limits, not those of the devices the owner uses every day.</summary>
internal sealed class Device
{
    internal const string Purpose = "identity.device";

    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    /// <summary>Keyed hash of the cookie's value.</summary>
    public required string KeyHash { get; init; }
    /// <summary>What the browser says it is, cut to what is shown: "Chrome · Android".</summary>
    public required string Name { get; set; }
    public DateTime FirstSeenAt { get; init; }
    public DateTime SeenAt { get; set; }
    public DateTime? RemovedAt { get; set; }
}

internal sealed class DeviceTable : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.ToTable("identity_devices");
        builder.Property(d => d.KeyHash).HasMaxLength(64);
        builder.Property(d => d.Name).HasMaxLength(100);
        builder.HasIndex(d => new { d.SubjectId, d.KeyHash }).IsUnique();
    }
}
