using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Money that went from one account's cash to another account, where it lies in a bucket of its own: so it is known
/// whether any of it has been used.</summary>
internal sealed class BalanceTransfer : IVersioned, IUnshown
{
    public Guid Id { get; init; }
    public Guid FromAccountId { get; init; }
    public Guid ToAccountId { get; init; }
    public Guid PersonId { get; init; }
    /// <summary>As the sender named it.</summary>
    public required string ToNumber { get; init; }
    public Money Amount { get; init; }
    public Guid BucketId { get; init; }
    public required string IdempotencyKey { get; init; }
    public DateTime At { get; init; }
    public DateTime? UndoneAt { get; set; }
    public int Version { get; set; }
}

internal sealed class BalanceTransferTable : IEntityTypeConfiguration<BalanceTransfer>
{
    public void Configure(EntityTypeBuilder<BalanceTransfer> builder)
    {
        builder.ToTable("billing_balance_transfers");
        builder.Property(t => t.ToNumber).HasMaxLength(20);
        builder.Property(t => t.IdempotencyKey).HasMaxLength(100);
        builder.HasIndex(t => new { t.PersonId, t.IdempotencyKey }).IsUnique();
        builder.HasIndex(t => new { t.FromAccountId, t.At });
    }
}
