using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

public enum BillingTermKind { Format, Cycle, Medium }

/// <summary>A way in which bills are made, timed or sent, that accounts refer to.</summary>
internal sealed class BillingTerm : IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => Kind switch { BillingTermKind.Format => "billFormat", BillingTermKind.Cycle => "billingCycleSpecification", _ => "billPresentationMedia" };
    public BillingTermKind Kind { get; init; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    /// <summary>Of a cycle: the day of the month on which it begins, 1–28.</summary>
    public int? CycleDay { get; set; }
}

internal sealed class BillingTermTable : IEntityTypeConfiguration<BillingTerm>
{
    // What this hall itself can do is there from the beginning; the ids are the same everywhere.
    static Guid Own(int n) => new($"00000000-0000-7000-8000-00000000b1{n:D2}");

    public void Configure(EntityTypeBuilder<BillingTerm> builder)
    {
        builder.ToTable("customers_billing_terms");
        builder.Property(t => t.Name).HasMaxLength(200);
        builder.Property(t => t.Description).HasMaxLength(1000);
        builder.HasIndex(t => t.Kind);
        builder.HasData(
            new BillingTerm { Id = Own(1), Kind = BillingTermKind.Format, Name = "summary", Description = "One page: totals by kind of charge." },
            new BillingTerm { Id = Own(2), Kind = BillingTermKind.Format, Name = "detailed", Description = "Every charge of every service." },
            new BillingTerm { Id = Own(3), Kind = BillingTermKind.Medium, Name = "online", Description = "Read in the online business hall." },
            new BillingTerm { Id = Own(4), Kind = BillingTermKind.Medium, Name = "pdf", Description = "A PDF file." },
            new BillingTerm { Id = Own(5), Kind = BillingTermKind.Medium, Name = "paper", Description = "By post." },
            new BillingTerm { Id = Own(6), Kind = BillingTermKind.Cycle, Name = "monthly", Description = "Calendar months.", CycleDay = 1 });
    }
}

/// <summary>Such a way as other systems list it; no secret to anybody with a token.</summary>
public sealed class ListedBillingTerm : IRow
{
    public Guid Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public int? CycleDay { get; init; }
}

public static class ListedBillingTerms
{
    public static IQueryable<ListedBillingTerm> Of(PortalDbContext db, BillingTermKind kind) => db.Set<BillingTerm>().AsNoTracking().Where(t => t.Kind == kind)
        .Select(t => new ListedBillingTerm { Id = t.Id, Name = t.Name, Description = t.Description, CycleDay = t.CycleDay });
}
