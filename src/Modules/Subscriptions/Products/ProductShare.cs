using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Subscriptions;

/// <summary>That a further line uses a product with the line whose it is: a family's plan, a firm's pool.</summary>
internal sealed class ProductShare
{
    public Guid Id { get; init; }
    public Guid ProductId { get; init; }
    public Guid LineId { get; init; }
    public DateTime From { get; init; }
    public DateTime? To { get; set; }
}

internal sealed class ProductShareTable : IEntityTypeConfiguration<ProductShare>
{
    public void Configure(EntityTypeBuilder<ProductShare> builder)
    {
        builder.ToTable("subscriptions_product_shares");
        builder.HasOne<Product>().WithMany().HasForeignKey(s => s.ProductId);
        builder.HasOne<Line>().WithMany().HasForeignKey(s => s.LineId);
        builder.HasIndex(s => s.ProductId);
        builder.HasIndex(s => s.LineId);
    }
}
