using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Identity;

/// <summary>A member of staff at one browser, from the password on; it counts for nothing until the second factor is shown.</summary>
internal sealed class StaffSession
{
    public Guid Id { get; init; }
    public Guid StaffId { get; init; }
    public DateTime StartedAt { get; init; }
    /// <summary>When both factors had been shown; null before.</summary>
    public DateTime? ProvenAt { get; set; }
    public DateTime SeenAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public string? Address { get; init; }

    /// <summary>From the password to the second factor.</summary>
    public static readonly TimeSpan Half = TimeSpan.FromMinutes(10);
    /// <summary>A working day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(10);
    /// <summary>A desk left alone.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    public bool IsOpen(DateTime now) => EndedAt is null && ExpiresAt > now;

    public void Prove(DateTime now) => (ProvenAt, SeenAt, ExpiresAt) = (now, now, now + Longest);
}

internal sealed class StaffSessionTable : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("identity_staff_sessions");
        builder.Property(s => s.Address).HasMaxLength(60);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(s => s.StaffId);
        builder.HasIndex(s => new { s.StaffId, s.EndedAt });
        builder.HasIndex(s => s.ExpiresAt);
    }
}
