using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>One file being brought in by one map. Saved with every batch, in the batch's own transaction: however the
/// process ends, it says exactly how far the data has come.</summary>
internal sealed class ImportRun : IVersioned
{
    public Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string FileName { get; init; }
    /// <summary>SHA-256 of the file.</summary>
    public required string FileFingerprint { get; init; }
    /// <summary>SHA-256 of the map.</summary>
    public required string MapFingerprint { get; init; }
    public required string Source { get; init; }
    /// <summary>Rows done.</summary>
    public long Position { get; set; }
    /// <summary>The records that depend on no row have been made.</summary>
    public bool OnceDone { get; set; }
    /// <summary>Length of the rejects file as of the position: what is after it belongs to a batch that was lost.</summary>
    public long RejectsLength { get; set; }
    public RunTotals Totals { get; set; } = new();
    public DateTime StartedAt { get; init; }
    public DateTime? FinishedAt { get; set; }
    public int Version { get; set; }
}

internal sealed class ImportRunTable : IEntityTypeConfiguration<ImportRun>
{
    public void Configure(EntityTypeBuilder<ImportRun> builder)
    {
        builder.ToTable("import_runs");
        builder.Property(r => r.Kind).HasMaxLength(40);
        builder.Property(r => r.FileName).HasMaxLength(255);
        builder.Property(r => r.FileFingerprint).HasMaxLength(64);
        builder.Property(r => r.MapFingerprint).HasMaxLength(64);
        builder.Property(r => r.Source).HasMaxLength(60);
        builder.Property(r => r.Totals).HasJsonConversion(16_000);
        builder.HasIndex(r => new { r.FileFingerprint, r.MapFingerprint });
    }
}
