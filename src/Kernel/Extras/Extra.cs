using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Kernel;

/// <summary>A part of what another system told of a record and no module has a column for. It is given back as it came, and
/// each of its leaves can be looked up.</summary>
internal sealed class Extra
{
    /// <summary>TM Forum noun of the record.</summary>
    public required string Kind { get; init; }
    public Guid ObjectId { get; init; }
    /// <summary>First-level name, or the dotted path of a leaf below it.</summary>
    public required string Path { get; init; }
    /// <summary>Of equal paths in a list.</summary>
    public int Ordinal { get; init; }
    /// <summary>A leaf's value as <see cref="Extras.KeyOf"/> writes it.</summary>
    public string? Key { get; init; }
    /// <summary>The whole attribute as JSON; on first-level names alone.</summary>
    public string? Value { get; init; }
}

internal sealed class ExtraTable : IEntityTypeConfiguration<Extra>
{
    public void Configure(EntityTypeBuilder<Extra> builder)
    {
        builder.ToTable("kernel_extras");
        builder.Property(e => e.Kind).HasMaxLength(60);
        builder.Property(e => e.Path).HasMaxLength(200);
        builder.Property(e => e.Key).HasMaxLength(200);
        builder.Property(e => e.Value).HasMaxLength(Extras.MostCharacters);
        builder.HasKey(e => new { e.ObjectId, e.Kind, e.Path, e.Ordinal });
        builder.HasIndex(e => new { e.Kind, e.Path, e.Key });
    }
}
