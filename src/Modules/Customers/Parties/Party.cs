using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

public enum PartyKind { Person, Organisation }

public enum Gender { Unknown, Female, Male, Other }

/// <summary>A person or an organisation (TM Forum: Individual, Organization). A person's id is the id of their sign-in
/// subject. Names may be unknown: an imported customer without one is shown by its external id, never by an invented name.</summary>
internal sealed class Party : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => Kind == PartyKind.Person ? "individual" : "organization";
    public PartyKind Kind { get; init; }
    public string? Name
    {
        get;
        // Systems that ask for the parts of a name get them, also of one that came whole; who knows them better says so after.
        set => (FamilyName, GivenName) = PersonNames.Parts(field = value);
    }
    public string? FamilyName { get; set; }
    public string? GivenName { get; set; }
    /// <summary>Search form of the name (<see cref="SearchKey"/>).</summary>
    public string NameKey { get; set; } = "";
    public DateOnly? BirthDate { get; set; }
    public Gender Gender { get; set; }
    /// <summary>BCP 47, how this party wants to be addressed.</summary>
    public string Language { get; set; } = "zh-CN";
    /// <summary>The organisation this organisation belongs to.</summary>
    public Guid? ParentId { get; set; }
    /// <summary>Ids from the root down to this organisation, each ended by a slash: a subtree is a prefix.</summary>
    public string Path { get; set; } = "";
    /// <summary>Facts that an operator's own system keeps and we only show or segment by (JSON of names and values).</summary>
    public Dictionary<string, string> Attributes { get; set; } = [];
    public RecordSource? Source { get; set; }
    public DateTime CreatedAt { get; init; }
    public int Version { get; set; }
}

internal sealed class PartyTable : IEntityTypeConfiguration<Party>
{
    public void Configure(EntityTypeBuilder<Party> builder)
    {
        builder.ToTable("customers_parties");
        builder.Property(p => p.Name).HasMaxLength(200);
        builder.Property(p => p.FamilyName).HasMaxLength(200);
        builder.Property(p => p.GivenName).HasMaxLength(200);
        builder.Property(p => p.NameKey).HasMaxLength(200);
        builder.Property(p => p.Language).HasMaxLength(20);
        builder.Property(p => p.Path).HasMaxLength(1000);
        builder.Property(p => p.Attributes).HasJsonConversion(4000);
        builder.HasSource(p => p.Source);
        builder.HasIndex(p => p.NameKey);
        builder.HasIndex(p => p.Path);
    }
}
