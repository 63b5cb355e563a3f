using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Customers;

public enum ContactKind { Phone, Email, Post }

/// <summary>A way to reach a party (TM Forum: contactMedium).</summary>
internal sealed class Contact
{
    public Guid Id { get; init; }
    public Guid PartyId { get; init; }
    public ContactKind Kind { get; init; }
    /// <summary>E.164, an e-mail address, or postal lines separated by line feeds.</summary>
    public required string Value { get; set; }
    public required string ValueKey { get; set; }
    public bool Preferred { get; set; }
    public DateTime? VerifiedAt { get; set; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
}

internal sealed class ContactTable : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.ToTable("customers_contacts");
        builder.HasOne<Party>().WithMany().HasForeignKey(c => c.PartyId);
        builder.HasIndex(c => c.PartyId);
        builder.HasIndex(c => c.ValueKey);
    }
}
