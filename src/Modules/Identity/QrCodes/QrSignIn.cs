using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A browser waiting for a signed-in phone. The picture carries <see cref="Id"/>; the waiting browser alone has
/// the secret, so whoever photographs the screen gains nothing.</summary>
internal sealed class QrSignIn : IVersioned, IUnshown
{
    internal const string Purpose = "identity.qr";

    public Guid Id { get; init; }
    public required string SecretHash { get; init; }
    /// <summary>What the confirming person is shown of the waiting browser.</summary>
    public required string Browser { get; init; }
    public string? Address { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }
    public DateTime? ConfirmedAt { get; set; }
    public Guid? SubjectId { get; set; }
    public Guid? TenureId { get; set; }
    public Assurance Level { get; set; }
    public DateTime? ProvenAt { get; set; }
    public bool ByLine { get; set; }
    public DateTime? RefusedAt { get; set; }
    public DateTime? UsedAt { get; set; }
    public int Version { get; set; }
}

internal sealed class QrSignInTable : IEntityTypeConfiguration<QrSignIn>
{
    public void Configure(EntityTypeBuilder<QrSignIn> builder)
    {
        builder.ToTable("identity_qr_sign_ins");
        builder.Property(q => q.SecretHash).HasMaxLength(64);
        builder.Property(q => q.Browser).HasMaxLength(100);
        builder.Property(q => q.Address).HasMaxLength(60);
        builder.HasIndex(q => q.ExpiresAt);
    }
}
