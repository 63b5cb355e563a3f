using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Notices;

/// <summary>What the simulator "sent": read at <c>/demo/messages</c>, which exists in the demo alone.</summary>
internal sealed class SimulatedMessage
{
    public Guid Id { get; init; }
    public Medium Medium { get; init; }
    public required string Recipient { get; init; }
    public string? Subject { get; init; }
    /// <summary>Closed like the message it came from: even a demo's file keeps no codes in clear.</summary>
    public required string Body { get; init; }
    public DateTime At { get; init; }
}

internal sealed class SimulatedMessageTable : IEntityTypeConfiguration<SimulatedMessage>
{
    public void Configure(EntityTypeBuilder<SimulatedMessage> builder)
    {
        builder.ToTable("notices_simulated");
        builder.Property(m => m.Recipient).HasMaxLength(254);
        builder.Property(m => m.Body).HasMaxLength(8000);
        builder.HasIndex(m => m.At);
        builder.HasIndex(m => new { m.Recipient, m.At });
    }
}
