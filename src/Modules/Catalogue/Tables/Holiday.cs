using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Catalogue;

/// <summary>A public holiday, which tariffs take for no day of the week.</summary>
internal sealed class Holiday
{
    public DateOnly Day { get; init; }
}

internal sealed class HolidayTable : IEntityTypeConfiguration<Holiday>
{
    public void Configure(EntityTypeBuilder<Holiday> builder)
    {
        builder.ToTable("catalogue_holidays").HasKey(h => h.Day);
        builder.Property(h => h.Day).ValueGeneratedNever();
    }
}
