using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Customers;

/// <summary>Why somebody at a desk looks at a customer.</summary>
public enum OpeningReason { CustomerAsks, Complaint, Order, Debt, Check, Other }

/// <summary>A customer opened at a desk, for a reason and a while. What a desk may see is what stands open in its session:
/// asked inside every query, like a grant.</summary>
internal sealed class Opening
{
    public Guid Id { get; init; }
    /// <summary>The member of staff, or the client in whose desk a piece of ours stands.</summary>
    public Guid OpenerId { get; init; }
    /// <summary>The session at which it is open; another browser of the same person has to ask again.</summary>
    public Guid SessionId { get; init; }
    public Guid PartyId { get; init; }
    public OpeningReason Reason { get; init; }
    /// <summary>In the opener's words.</summary>
    public string? Note { get; init; }
    public DateTime At { get; init; }
    public DateTime Until { get; init; }

    /// <summary>A long call and what has to be done after it.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);
}

internal sealed class OpeningTable : IEntityTypeConfiguration<Opening>
{
    public void Configure(EntityTypeBuilder<Opening> builder)
    {
        builder.ToTable("customers_openings");
        builder.Property(o => o.Note).HasMaxLength(200);
        builder.HasOne<Party>().WithMany().HasForeignKey(o => o.PartyId);
        builder.HasIndex(o => new { o.SessionId, o.PartyId });
        builder.HasIndex(o => o.Until);
    }
}
