using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Identity;

/// <summary>Somebody who can sign in: the same id as the person in Customers. Numbers come and go; the subject stays.</summary>
internal sealed class Subject
{
    public Guid Id { get; init; }
    public DateTime CreatedAt { get; init; }
    /// <summary>BCP 47 tag chosen by the person; null follows the browser.</summary>
    public string? Language { get; set; }
    /// <summary>A proven e-mail address: the way in for a person without a live number.</summary>
    public string? Email { get; set; }
    public string? EmailKey { get; set; }
    public DateTime? EmailProvenAt { get; set; }
    /// <summary>Set when nobody may sign in as this subject any more.</summary>
    public DateTime? ClosedAt { get; set; }

    // Mailboxes are compared without case, as every large provider does; the address itself is kept as it was typed.
    public static string KeyOf(string email) => email.Trim().ToLowerInvariant();
}

internal sealed class SubjectTable : IEntityTypeConfiguration<Subject>
{
    public void Configure(EntityTypeBuilder<Subject> builder)
    {
        builder.ToTable("identity_subjects");
        builder.Property(s => s.Language).HasMaxLength(20);
        builder.Property(s => s.Email).HasMaxLength(254);
        builder.Property(s => s.EmailKey).HasMaxLength(254);
        builder.HasIndex(s => s.EmailKey).IsUnique();
    }
}
