using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Who may sign in by which service identifier, from when to when. One row a tenure: when the number passes to
/// somebody else, a new row begins and nothing of the old one comes along.</summary>
internal sealed class NumberHandle : IVersioned
{
    /// <summary>The tenure's id, given by Subscriptions.</summary>
    public Guid Id { get; init; }
    public IdentifierKind Kind { get; init; }
    /// <summary>E.164 for telephone numbers, the account name in lower case for broadband.</summary>
    public required string Value { get; init; }
    /// <summary>The person who uses the line; null while an organisation has not said who.</summary>
    public Guid? SubjectId { get; set; }
    public DateTime Since { get; init; }
    public DateTime? Until { get; set; }
    /// <summary>Service password and voice PIN belong to the tenure and die with it.</summary>
    public string? PasswordHash { get; set; }
    public DateTime? PasswordSetAt { get; set; }
    public string? VoicePinHash { get; set; }
    public DateTime? SimChangedAt { get; set; }
    public int Version { get; set; }

    public bool IsLive(DateTime now) => Since <= now && (Until is null || Until > now);
    public ServiceIdentifier Identifier => new(Kind, Value);
}

internal static class NumberHandles
{
    /// <summary>Only tenures that run at this moment.</summary>
    public static IQueryable<NumberHandle> LiveAt(this IQueryable<NumberHandle> handles, DateTime now) =>
        handles.Where(h => h.Since <= now && (h.Until == null || h.Until > now));
}

internal sealed class NumberHandleTable : IEntityTypeConfiguration<NumberHandle>
{
    public void Configure(EntityTypeBuilder<NumberHandle> builder)
    {
        builder.ToTable("identity_numbers");
        builder.Ignore(h => h.Identifier);
        builder.Property(h => h.Value).HasMaxLength(100);
        builder.HasIndex(h => new { h.Kind, h.Value }).IsUnique().HasFilter("until IS NULL");
        builder.HasIndex(h => h.Value);
        builder.HasIndex(h => h.SubjectId);
    }
}
