using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Somebody who works here. Apart from <see cref="Subject"/>: whoever is both has two identities that never meet.</summary>
internal sealed class StaffMember : IVersioned
{
    public Guid Id { get; init; }
    /// <summary>What they sign in with.</summary>
    public required string Name { get; init; }
    public required string NameKey { get; init; }
    public required string DisplayName { get; set; }
    public string PasswordHash { get; set; } = "";
    /// <summary>Set while the password is the one that an administrator was shown: it opens enrolment alone.</summary>
    public DateTime? OneTimeUntil { get; set; }
    /// <summary>Shared secret of the code generator, encrypted.</summary>
    public string? TotpSecret { get; set; }
    public DateTime? EnrolledAt { get; set; }
    /// <summary>The last time step whose code was used: no code works twice (RFC 6238 §5.2).</summary>
    public long TotpStep { get; set; }
    public int Failures { get; set; }
    public DateTime? LockedUntil { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime? DisabledAt { get; set; }
    public int Version { get; set; }

    public static string KeyOf(string name) => name.Trim().ToLowerInvariant();

    public bool MayTry(DateTime now) => DisabledAt is null && !(LockedUntil > now);

    const int FreeTries = 5;

    /// <summary>Five tries, then a minute, then twice as long each time, an hour at most: hopeless for a guesser, and whoever
    /// locks a colleague out on purpose does so for an hour at most and is in the audit log.</summary>
    public void Failed(DateTime now)
    {
        Failures++;
        if (Failures >= FreeTries) LockedUntil = now + TimeSpan.FromMinutes(Math.Min(60, Math.Pow(2, Failures - FreeTries)));
    }

    public void Succeeded() => (Failures, LockedUntil) = (0, null);
}

internal sealed class StaffMemberTable : IEntityTypeConfiguration<StaffMember>
{
    public void Configure(EntityTypeBuilder<StaffMember> builder)
    {
        builder.ToTable("identity_staff");
        builder.Property(s => s.Name).HasMaxLength(60);
        builder.Property(s => s.NameKey).HasMaxLength(60);
        builder.Property(s => s.DisplayName).HasMaxLength(100);
        builder.Property(s => s.PasswordHash).HasMaxLength(200);
        builder.Property(s => s.TotpSecret).Closed(ProveStaffHandler.TotpPurpose);
        builder.HasIndex(s => s.NameKey).IsUnique();
    }
}

/// <summary>A way in for whoever lost the code generator: ten are shown at enrolment, each works once.</summary>
internal sealed class RecoveryCode
{
    public Guid Id { get; init; }
    public Guid StaffId { get; init; }
    public required string Hash { get; init; }
    public DateTime? UsedAt { get; set; }
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("identity_staff_recovery_codes");
        builder.Property(c => c.Hash).HasMaxLength(64);
        // Used by two at once, the second finds it changed.
        builder.Property(c => c.UsedAt).IsConcurrencyToken();
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(c => c.StaffId);
        builder.HasIndex(c => new { c.StaffId, c.Hash }).IsUnique();
    }
}
