using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Kernel;

/// <summary>What the modules' tables have in common.</summary>
public static class Mapping
{
    /// <summary>Columns source_system, source_id, source_version; the first two are unique together where set, so that
    /// importing a record twice cannot make two.</summary>
    public static void HasSource<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, RecordSource?>> source) where T : class
    {
        builder.OwnsOne(source, owned =>
        {
            owned.Property(s => s.System).HasColumnName("source_system").HasMaxLength(60);
            owned.Property(s => s.ExternalId).HasColumnName("source_id").HasMaxLength(120);
            owned.Property(s => s.Version).HasColumnName("source_version").HasMaxLength(60);
            // What began here has no source, and most of what is written day by day does: it is kept out of the index.
            owned.HasIndex(s => new { s.System, s.ExternalId }).IsUnique().HasFilter("source_system IS NOT NULL");
        });
    }

    /// <summary>A small value kept as JSON text, the same on both databases.</summary>
    public static PropertyBuilder<T> HasJsonConversion<T>(this PropertyBuilder<T> builder, int maxLength) where T : class =>
        builder.HasMaxLength(maxLength).HasConversion(
            value => JsonSerializer.Serialize(value, Json.Plain),
            text => JsonSerializer.Deserialize<T>(text, Json.Plain)!,
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Json.Plain) == JsonSerializer.Serialize(b, Json.Plain),
                value => JsonSerializer.Serialize(value, Json.Plain).GetHashCode(StringComparison.Ordinal),
                value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Json.Plain), Json.Plain)!));
}
