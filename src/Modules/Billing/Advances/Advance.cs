using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Emergency credit: a small sum lent to an account that has run dry, taken back first from the next top-up.</summary>
internal sealed class Advance : IVersioned, IUnshown
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public Guid HolderPartyId { get; init; }
    public Guid PersonId { get; init; }
    public Money Amount { get; init; }
    public Money Fee { get; init; }
    /// <summary>What is still to be taken back, the fee included; moved where the ledger posts, nowhere else.</summary>
    public Money Left { get; private set; }
    public Guid BucketId { get; init; }
    public required string IdempotencyKey { get; init; }
    public DateTime TakenAt { get; init; }
    public DateTime? RepaidAt { get; private set; }
    /// <summary>The account while something is left: an account has one.</summary>
    public Guid? LiveAccountId { get; private set; }
    public int Version { get; set; }

    public void Lend()
    {
        Left = Amount + Fee;
        LiveAccountId = AccountId;
    }

    public void Repay(Money part, DateTime at)
    {
        if (!part.IsPositive || part > Left) throw new InvalidOperationException($"Advance {Id} has {Left} left and cannot be repaid {part}.");
        Left -= part;
        if (Left.IsZero) (RepaidAt, LiveAccountId) = (at, null);
    }

    /// <summary>The one that is open on an account, or null.</summary>
    public static Task<Advance?> OpenOnAsync(PortalDbContext db, Guid account, CancellationToken ct) => db.Set<Advance>().SingleOrDefaultAsync(a => a.LiveAccountId == account, ct);
}

internal sealed class AdvanceTable : IEntityTypeConfiguration<Advance>
{
    public void Configure(EntityTypeBuilder<Advance> builder)
    {
        builder.ToTable("billing_advances");
        builder.Property(a => a.IdempotencyKey).HasMaxLength(100);
        builder.HasIndex(a => a.LiveAccountId).IsUnique();
        builder.HasIndex(a => new { a.PersonId, a.IdempotencyKey }).IsUnique();
    }
}
