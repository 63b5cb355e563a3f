using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Notices;

/// <summary>What a person wants to be told by which means, and how we came to know.</summary>
internal sealed class Preference
{
    public Guid PersonId { get; init; }
    public NoticeClass Class { get; init; }
    public Medium Medium { get; init; }
    public bool Wanted { get; set; }
    /// <summary>How it was said: the page, a reply of TD, the desk.</summary>
    public required string Reason { get; set; }
    public DateTime ChangedAt { get; set; }
}

internal sealed class PreferenceTable : IEntityTypeConfiguration<Preference>
{
    public void Configure(EntityTypeBuilder<Preference> builder)
    {
        builder.ToTable("notices_preferences");
        builder.HasKey(p => new { p.PersonId, p.Class, p.Medium });
        builder.Property(p => p.Reason).HasMaxLength(100);
    }
}
