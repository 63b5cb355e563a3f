using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Kernel;

internal sealed class OutboxMessage
{
    public Guid Id { get; init; }
    public required string Type { get; init; }
    public required string Body { get; init; }
    public string? Key { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime DueAt { get; set; }
    public int Attempts { get; set; }
    public string? LeasedBy { get; set; }
    public DateTime? LeasedUntil { get; set; }
    /// <summary>Set when it failed too often: it waits for a person, visible in health and staff pages.</summary>
    public DateTime? ParkedAt { get; set; }
    public string? LastError { get; set; }
}

internal sealed class OutboxMessageTable : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("kernel_outbox");
        builder.Property(m => m.Type).HasMaxLength(100);
        builder.Property(m => m.Body).HasMaxLength(16_000);
        builder.Property(m => m.LastError).HasMaxLength(2000);
        builder.HasIndex(m => new { m.ParkedAt, m.DueAt });
        builder.HasIndex(m => m.Key).HasFilter("key IS NOT NULL");
    }
}
