using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>An identity document of a party. The number is encrypted, found by a keyed hash, shown masked; seeing it
/// whole needs a permission and a reason and is audited.</summary>
internal sealed class IdentityDocument
{
    public Guid Id { get; init; }
    public Guid PartyId { get; init; }
    /// <summary>Key of the document rule: <c>cn-resident-id</c>, <c>passport</c>, <c>cn-uscc</c> …</summary>
    public required string Type { get; init; }
    public required string NumberClosed { get; set; }
    public required string NumberHash { get; set; }
    public required string NumberMasked { get; set; }
    public DateOnly? ValidUntil { get; set; }
    public DateTime? VerifiedAt { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Under which numbers are encrypted and hashed (<see cref="Kernel.SecretColumns"/>).</summary>
    public const string NumberPurpose = "customers.document";
}

internal sealed class IdentityDocumentTable : IEntityTypeConfiguration<IdentityDocument>
{
    public void Configure(EntityTypeBuilder<IdentityDocument> builder)
    {
        builder.ToTable("customers_documents");
        builder.Property(d => d.Type).HasMaxLength(40);
        builder.Property(d => d.NumberClosed).Closed(IdentityDocument.NumberPurpose);
        builder.Property(d => d.NumberHash).HasMaxLength(64).Keyed();
        builder.Property(d => d.NumberMasked).HasMaxLength(40);
        builder.HasOne<Party>().WithMany().HasForeignKey(d => d.PartyId);
        // Unique per party, not overall: a person is found by document in every record an older system made of them.
        builder.HasIndex(d => new { d.NumberHash, d.Type, d.PartyId }).IsUnique();
        builder.HasIndex(d => d.PartyId);
    }
}
