using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Whose hall it is: enterprises and groups, ordinary persons, members of a brand.</summary>
public enum CustomerClass { Ordinary, Enterprise, Brand }

public enum CustomerState { Active, Closed }

/// <summary>A party in the role of customer (TM Forum: Customer).</summary>
internal sealed class Customer : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "customer";
    public Guid PartyId { get; init; }
    /// <summary>The number by which the operator and the customer name this relation.</summary>
    public required string Number { get; init; }
    /// <summary>What another system calls it; else it is called like its party.</summary>
    public string? Name { get; set; }
    public CustomerClass Class { get; set; }
    /// <summary>Key of the brand's theme and menu, for class <see cref="CustomerClass.Brand"/>.</summary>
    public string? Brand { get; set; }
    /// <summary>Star tier 0–7; 0 is none.</summary>
    public int Tier { get; set; }
    /// <summary>The part of the country that looks after them, as <see cref="Areas"/> writes it; null is the cell as a whole.</summary>
    public string? Area { get; set; }
    public CustomerState State { get; set; }
    /// <summary>The state in another system's word, where it said one.</summary>
    public string? Status { get; set; }
    public DateTime Since { get; init; }
    public DateTime? ClosedAt { get; set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }
}

internal sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("customers_customers");
        builder.Property(c => c.Number).HasMaxLength(60);
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.Property(c => c.Status).HasMaxLength(40);
        builder.Property(c => c.Brand).HasMaxLength(40);
        builder.Property(c => c.Area).HasMaxLength(Areas.Longest);
        builder.HasOne<Party>().WithMany().HasForeignKey(c => c.PartyId);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => c.PartyId);
        builder.HasSource(c => c.Source);
    }
}
