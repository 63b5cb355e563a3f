using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Which piece of ours stands in another system's desk.</summary>
public enum EmbedPart { Account, Bill, Usage }

/// <summary>A leave to show one piece about one customer to one viewer of another system's desk: begun within a minute, once.</summary>
internal sealed class Embed : IVersioned
{
    public Guid Id { get; init; }
    /// <summary>The system whose desk it is, and the one origin at which it may stand.</summary>
    public Guid ClientId { get; init; }
    public required string Origin { get; init; }
    /// <summary>Who looks, as that system names them.</summary>
    public required string Viewer { get; init; }
    public Guid PartyId { get; init; }
    /// <summary>As that system named the customer.</summary>
    public required string Customer { get; init; }
    public EmbedPart Part { get; init; }
    public required string Purpose { get; init; }
    public DateTime AllowedAt { get; init; }
    /// <summary>Until when it may be begun.</summary>
    public DateTime BeginBy { get; init; }
    /// <summary>When its token was shown, whatever came of it: it works once.</summary>
    public DateTime? ShownAt { get; set; }
    /// <summary>Of what the frame's own forms carry.</summary>
    public string? HandleHash { get; set; }
    public DateTime? EndsAt { get; set; }
    public int Version { get; set; }

    public static readonly TimeSpan ToBegin = TimeSpan.FromSeconds(60), Lasts = TimeSpan.FromMinutes(15);
}

internal sealed class EmbedTable : IEntityTypeConfiguration<Embed>
{
    public void Configure(EntityTypeBuilder<Embed> builder)
    {
        builder.ToTable("customers_embeds");
        builder.Property(e => e.Origin).HasMaxLength(300);
        builder.Property(e => e.Viewer).HasMaxLength(100);
        builder.Property(e => e.Customer).HasMaxLength(100);
        builder.Property(e => e.Purpose).HasMaxLength(200);
        builder.Property(e => e.HandleHash).HasMaxLength(64).Keyed();
        builder.HasOne<Party>().WithMany().HasForeignKey(e => e.PartyId);
        builder.HasIndex(e => e.HandleHash).IsUnique();
        builder.HasIndex(e => e.BeginBy);
    }
}
