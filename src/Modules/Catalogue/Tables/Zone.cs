using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Somewhere that prices tell apart: where a call goes, or where its user is.</summary>
internal sealed class Zone
{
    public required string Code { get; init; }
    public LocalText? Name { get; set; }

    public const int Longest = 40;
}

/// <summary>Numbers that begin so (digits of the international form, without the plus) lie in a zone.</summary>
internal sealed class ZonePrefix
{
    public required string Prefix { get; init; }
    public required string Zone { get; set; }
}

internal sealed class ZoneTable : IEntityTypeConfiguration<Zone>
{
    public void Configure(EntityTypeBuilder<Zone> builder)
    {
        builder.ToTable("catalogue_zones").HasKey(z => z.Code);
        builder.Property(z => z.Code).HasMaxLength(Zone.Longest);
    }
}

internal sealed class ZonePrefixTable : IEntityTypeConfiguration<ZonePrefix>
{
    public void Configure(EntityTypeBuilder<ZonePrefix> builder)
    {
        builder.ToTable("catalogue_zone_prefixes").HasKey(p => p.Prefix);
        builder.Property(p => p.Prefix).HasMaxLength(20);
        builder.Property(p => p.Zone).HasMaxLength(Zone.Longest);
    }
}
