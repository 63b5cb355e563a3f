using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Proof of a yes: the words that were shown, where and when. Kept whatever came of it.</summary>
internal sealed class Confirmation
{
    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    /// <summary>The key that the submitted operation got.</summary>
    public required string Key { get; init; }
    public required string Journey { get; init; }
    public int JourneyVersion { get; init; }
    public Channel Channel { get; init; }
    public required string Language { get; init; }
    /// <summary>The summary, line by line, as it stood before the person.</summary>
    public required string Words { get; init; }
    public Money? Charge { get; init; }
    public DateTime At { get; set; }
    /// <summary>What came of it; null when it was refused or never heard of again.</summary>
    public string? Reference { get; set; }
    public string? RefusalCode { get; set; }
}

internal sealed class ConfirmationTable : IEntityTypeConfiguration<Confirmation>
{
    public void Configure(EntityTypeBuilder<Confirmation> builder)
    {
        builder.ToTable("journeys_confirmations");
        builder.Property(c => c.Key).HasMaxLength(100);
        builder.Property(c => c.Journey).HasMaxLength(60);
        builder.Property(c => c.Language).HasMaxLength(20);
        builder.Property(c => c.Words).HasMaxLength(4000);
        builder.Property(c => c.Reference).HasMaxLength(100);
        builder.Property(c => c.RefusalCode).HasMaxLength(100);
        builder.HasIndex(c => c.Key).IsUnique();
        builder.HasIndex(c => new { c.SubjectId, c.At });
    }
}
