using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Identity;

/// <summary>A further number that a person has proven to hold in the hand, by a code sent to it. Ends with its tenure.</summary>
internal sealed class NumberBinding
{
    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    public Guid TenureId { get; init; }
    public DateTime BoundAt { get; init; }
    public DateTime? EndedAt { get; set; }
}

internal sealed class NumberBindingTable : IEntityTypeConfiguration<NumberBinding>
{
    public void Configure(EntityTypeBuilder<NumberBinding> builder)
    {
        builder.ToTable("identity_bindings");
        builder.HasIndex(b => new { b.SubjectId, b.TenureId }).IsUnique().HasFilter("ended_at IS NULL");
        builder.HasIndex(b => b.TenureId);
    }
}
