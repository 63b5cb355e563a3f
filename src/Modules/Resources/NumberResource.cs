using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Resources;

public enum NumberState { Free, Held, InUse, Resting }

/// <summary>A number that the operator owns, whoever holds it (TM Forum: LogicalResource). After its holder leaves it
/// rests before it is sold again.</summary>
internal sealed class NumberResource : IVersioned
{
    public Guid Id { get; init; }
    public IdentifierKind Kind { get; init; }
    /// <summary>E.164 or the broadband account.</summary>
    public required string Value { get; init; }
    public NumberState State { get; set; }
    /// <summary>Beauty class (靓号等级); 0 is ordinary.</summary>
    public int Level { get; set; }
    /// <summary>Division code of the area it belongs to.</summary>
    public string? Area { get; set; }
    public DateTime? RestUntil { get; set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }
}

internal sealed class NumberResourceTable : IEntityTypeConfiguration<NumberResource>
{
    public void Configure(EntityTypeBuilder<NumberResource> builder)
    {
        builder.ToTable("resources_numbers");
        builder.Property(n => n.Value).HasMaxLength(60);
        builder.Property(n => n.Area).HasMaxLength(12);
        builder.HasIndex(n => new { n.Kind, n.Value }).IsUnique();
        builder.HasIndex(n => new { n.State, n.Level, n.Value });
        builder.HasSource(n => n.Source);
    }
}
