using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Catalogue;

public enum CatalogueItemKind { Specification, Catalog, Category }

/// <summary>What orders and describes offers: a catalog, a category, a specification.</summary>
internal sealed class CatalogueItem : IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => Kind switch { CatalogueItemKind.Catalog => "catalog", CatalogueItemKind.Category => "category", _ => "productSpecification" };
    public CatalogueItemKind Kind { get; init; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    public required string Status { get; set; }
    public DateTime UpdatedAt { get; set; }
    /// <summary>Of a category of ours: which kind of offer lies in it.</summary>
    public OfferKind? Of { get; init; }
}

internal sealed class CatalogueItemTable : IEntityTypeConfiguration<CatalogueItem>
{
    public void Configure(EntityTypeBuilder<CatalogueItem> builder)
    {
        builder.ToTable("catalogue_items");
        builder.Property(i => i.Name).HasMaxLength(200);
        builder.Property(i => i.Description).HasMaxLength(2000);
        builder.Property(i => i.Status).HasMaxLength(40);
        builder.HasIndex(i => i.Kind);
        // What this hall sorts its offers by is there from the beginning, under the same ids everywhere.
        var from = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        builder.HasData(Enum.GetValues<OfferKind>().Select(kind => new CatalogueItem { Id = CatalogueCategories.Id(kind), Kind = CatalogueItemKind.Category, Name = kind.ToString(), Status = "Active", UpdatedAt = from, Of = kind })
            .Append(new CatalogueItem { Id = new("00000000-0000-7000-8000-00000000ca00"), Kind = CatalogueItemKind.Catalog, Name = "Wangting", Status = "Active", UpdatedAt = from }));
    }
}

/// <summary>The category that the offers of each kind lie in.</summary>
public static class CatalogueCategories
{
    public static Guid Id(OfferKind kind) => new($"00000000-0000-7000-8000-00000000ca{(int)kind + 1:x2}");

    public static OfferKind? KindOf(Guid category) => Enum.GetValues<OfferKind>().Where(k => Id(k) == category).Select(k => (OfferKind?)k).FirstOrDefault();
}

/// <summary>Such a thing as other systems list it; public like the tariffs.</summary>
public sealed class ListedCatalogueItem : IRow
{
    public Guid Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required string Status { get; init; }
    public DateTime UpdatedAt { get; init; }
}

public static class ListedCatalogueItems
{
    public static IQueryable<ListedCatalogueItem> Of(PortalDbContext db, CatalogueItemKind kind) => db.Set<CatalogueItem>().AsNoTracking().Where(i => i.Kind == kind)
        .Select(i => new ListedCatalogueItem { Id = i.Id, Name = i.Name, Description = i.Description, Status = i.Status, UpdatedAt = i.UpdatedAt });
}
