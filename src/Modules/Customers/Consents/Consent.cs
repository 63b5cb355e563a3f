using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A consent as given: the text that was shown, where, when, and until when it held.</summary>
internal sealed class Consent
{
    public Guid Id { get; init; }
    public Guid PartyId { get; init; }
    /// <summary>What for: <c>delegation</c>, <c>marketing.sms</c>, <c>payment</c>, <c>usage-analysis</c> …</summary>
    public required string Purpose { get; init; }
    public required string TextShown { get; init; }
    public Channel Channel { get; init; }
    public DateTime GivenAt { get; init; }
    public DateTime? WithdrawnAt { get; set; }
}

internal sealed class ConsentTable : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("customers_consents");
        builder.Property(c => c.Purpose).HasMaxLength(60);
        builder.Property(c => c.TextShown).HasMaxLength(2000);
        builder.HasOne<Party>().WithMany().HasForeignKey(c => c.PartyId);
        builder.HasIndex(c => new { c.PartyId, c.Purpose });
    }
}
