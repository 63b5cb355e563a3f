using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Catalogue;

/// <summary>What a tax class takes from a day on.</summary>
internal sealed class TaxRate
{
    public required string Class { get; init; }
    public DateOnly From { get; init; }
    /// <summary>Ten-thousandths.</summary>
    public int Rate { get; set; }

    /// <summary>Since ever.</summary>
    public static readonly DateOnly Always = DateOnly.MinValue;
}

internal sealed class TaxRateTable : IEntityTypeConfiguration<TaxRate>
{
    public void Configure(EntityTypeBuilder<TaxRate> builder)
    {
        builder.ToTable("catalogue_tax_rates").HasKey(t => new { t.Class, t.From });
        builder.Property(t => t.Class).HasMaxLength(100);
        // Prices that name no class are of this one. Until a catalogue says what it takes, it takes nothing.
        builder.HasData(new TaxRate { Class = "basic", From = TaxRate.Always, Rate = 0 });
    }
}
