using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Kernel;

/// <summary>A wrapped secret that all nodes share: the root (wrapped by the key file) and the ring (wrapped by the root).</summary>
internal sealed class StoredKey
{
    public required string Name { get; init; }
    public required string Value { get; set; }
    public DateTime CreatedAt { get; init; }

    public const string Root = "root", Ring = "ring:";
}

internal sealed class StoredKeyTable : IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<StoredKey> builder)
    {
        builder.ToTable("kernel_keys");
        builder.HasKey(k => k.Name);
        builder.Property(k => k.Name).HasMaxLength(200);
        builder.Property(k => k.Value).HasMaxLength(8000);
    }
}
