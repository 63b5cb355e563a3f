using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>How a person wants the hall: language, dark, elder, the order of tiles.</summary>
internal sealed class Preference : IVersioned
{
    public Guid PersonId { get; init; }
    public string? Language { get; set; }
    /// <summary><c>light</c>, <c>dark</c>, or null for the system's.</summary>
    public string? Mode { get; set; }
    public bool Elder { get; set; }
    /// <summary>Keys of the home's tiles in order; those left out are hidden.</summary>
    public List<string> Tiles { get; set; } = [];
    public int Version { get; set; }
}

internal sealed class PreferenceTable : IEntityTypeConfiguration<Preference>
{
    public void Configure(EntityTypeBuilder<Preference> builder)
    {
        builder.ToTable("customers_preferences");
        builder.HasKey(p => p.PersonId);
        builder.Property(p => p.Language).HasMaxLength(20);
        builder.Property(p => p.Mode).HasMaxLength(10);
        builder.Property(p => p.Tiles).HasJsonConversion(1000);
        builder.HasOne<Party>().WithOne().HasForeignKey<Preference>(p => p.PersonId);
    }
}
