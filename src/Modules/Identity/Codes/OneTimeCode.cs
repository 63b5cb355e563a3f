using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

public enum CodePurpose { SignIn, Prove, BindNumber, SetEmail }

/// <summary>One code that was asked for. A row is made for every request, also for a number nobody has: what happens in
/// the request is the same, and only the outbox finds out whether there is somebody to send a code to.</summary>
internal sealed class OneTimeCode : IVersioned
{
    /// <summary>Known to the asking browser alone; a code is worth nothing without it.</summary>
    public Guid Id { get; init; }
    public CodePurpose Purpose { get; init; }
    /// <summary>The number or e-mail address it goes to, as it was understood.</summary>
    public required string Target { get; init; }
    /// <summary>Who asked, where somebody was signed in: no other may use it.</summary>
    public Guid? SubjectId { get; init; }
    /// <summary>Found by the outbox; null for ever when the target is nobody's.</summary>
    public Guid? TenureId { get; set; }
    public Guid? Recipient { get; set; }
    /// <summary>Keyed hash of code and id; null until the outbox made one, and for ever for nobody's target.</summary>
    public string? Hash { get; set; }
    public required string Language { get; init; }
    public DateTime AskedAt { get; init; }
    public DateTime ExpiresAt { get; init; }
    public int Tries { get; set; }
    public DateTime? UsedAt { get; set; }
    public int Version { get; set; }
}

internal sealed class OneTimeCodeTable : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.ToTable("identity_codes");
        builder.Property(c => c.Target).HasMaxLength(254);
        builder.Property(c => c.Hash).HasMaxLength(64);
        builder.Property(c => c.Language).HasMaxLength(20);
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasIndex(c => c.TenureId);
    }
}
