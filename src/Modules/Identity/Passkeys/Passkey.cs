using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Identity;

/// <summary>A WebAuthn credential (W3C WebAuthn level 3). It belongs to the person and outlives every number.</summary>
internal sealed class Passkey
{
    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    public required byte[] CredentialId { get; init; }
    public required byte[] PublicKey { get; init; }
    public required string Name { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime? UsedAt { get; set; }
    public long SignCount { get; set; }
    public string? Transports { get; init; }
    public bool UserVerified { get; set; }
    public bool BackupEligible { get; init; }
    public bool BackedUp { get; set; }
    public required byte[] Attestation { get; init; }
    public required byte[] ClientData { get; init; }

    public void Used(uint signCount, bool backedUp, DateTime now) => (SignCount, BackedUp, UsedAt) = (signCount, backedUp, now);
}

internal sealed class PasskeyTable : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("identity_passkeys");
        builder.Property(p => p.CredentialId).HasMaxLength(1023); // the specification's longest
        builder.Property(p => p.Name).HasMaxLength(60);
        builder.Property(p => p.Transports).HasMaxLength(200);
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasIndex(p => p.SubjectId);
    }
}
