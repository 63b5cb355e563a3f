using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What kind of money lies in a bucket.</summary>
public enum BucketKind
{
    /// <summary>Paid in by the customer.</summary>
    Cash,
    /// <summary>Given by the operator.</summary>
    Gift,
    /// <summary>专用: for named charges only.</summary>
    Earmarked,
    /// <summary>返费: released month by month.</summary>
    Released,
    /// <summary>紧急借款: lent, and taken back from what is paid in next.</summary>
    Advance,
}

/// <summary>Money of an account under one set of conditions. An account's balance is its buckets.</summary>
internal sealed class Bucket : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "bucket";
    public Guid AccountId { get; init; }
    /// <summary>Unique within the account: <see cref="CashKey"/>, or the key of the grant that made it.</summary>
    public required string Key { get; init; }
    public BucketKind Kind { get; init; }
    /// <summary>Pays charges of this line only.</summary>
    public Guid? ScopeLineId { get; init; }
    /// <summary>Pays charges of these kinds only; all when empty.</summary>
    public List<ChargeKind> ScopeKinds { get; init; } = [];
    public DateTime? ExpiresAt { get; init; }
    public bool Refundable { get; init; }
    public bool Transferable { get; init; }
    /// <summary>Whether an invoice may be asked for when it was paid in (and then not again when it is spent).</summary>
    public bool Invoiceable { get; init; }
    /// <summary>Lower is drawn first; of equals the one that expires first.</summary>
    public int DrawOrder { get; init; }
    /// <summary>For <see cref="BucketKind.Released"/>: how much becomes usable each month, and the first such day.</summary>
    public Money? ReleaseEachMonth { get; init; }
    public DateOnly? ReleaseFrom { get; init; }
    /// <summary>All that was ever put in.</summary>
    public Money PutIn { get; private set; }
    public Money Balance { get; private set; }
    /// <summary>The part of the balance that reservations hold: it is there, and cannot be spent.</summary>
    public Money Reserved { get; private set; }
    /// <summary>When it was made, or first filled.</summary>
    public DateTime? OpenedAt { get; private set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }

    public const string CashKey = "cash";

    /// <summary>Raises or lowers the balance; called where the ledger posts, nowhere else.</summary>
    public void Move(Money change)
    {
        if (change.IsNegative && -change > Free) throw new InvalidOperationException($"Bucket {Id} holds {Balance}, {Reserved} of it reserved, and cannot give {-change}.");
        Balance += change;
        if (change.IsPositive) PutIn += change;
    }

    /// <summary>What no reservation holds.</summary>
    public Money Free => Balance - Reserved;

    /// <summary>Sets a part aside, or lets it go; called where reservations are made and ended.</summary>
    public void Reserve(Money change)
    {
        if ((Reserved + change).IsNegative || Reserved + change > Balance) throw new InvalidOperationException($"Bucket {Id} holds {Balance} and cannot have {Reserved + change} of it reserved.");
        Reserved += change;
    }

    public void OpenedOn(DateTime at) => OpenedAt ??= at;

    /// <summary>What may be drawn now: nothing after expiry; of a released bucket only what its months have freed.</summary>
    /// <param name="today">The day in the operator's zone.</param>
    public Money Available(DateTime now, DateOnly today) => Usable(Free, PutIn, ExpiresAt, ReleaseEachMonth, ReleaseFrom, now, today);

    /// <summary>The same from a bucket's figures alone, for reads that load no entity.</summary>
    /// <param name="balance">Without what is reserved: what is set aside of a released bucket is set aside of what its months have freed.</param>
    public static Money Usable(Money balance, Money putIn, DateTime? expiresAt, Money? releaseEachMonth, DateOnly? releaseFrom, DateTime now, DateOnly today)
    {
        if (expiresAt <= now) return Money.Zero;
        if (releaseEachMonth is not { } monthly || releaseFrom is not { } first) return balance;
        if (today < first) return Money.Zero;
        var months = (today.Year - first.Year) * 12 + today.Month - first.Month + (today.Day >= first.Day || today.Day == DateTime.DaysInMonth(today.Year, today.Month) ? 1 : 0);
        var freed = Int128.Min((Int128)monthly.Minor * months, putIn.Minor);
        return Money.Max(Money.Zero, new Money((long)freed) - (putIn - balance));
    }

    /// <summary>Where payments go that no bill takes.</summary>
    public static Bucket Cash(Guid account, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(), AccountId = account, Key = CashKey, Kind = BucketKind.Cash,
        Refundable = true, Transferable = true, Invoiceable = true, DrawOrder = 100,
    };
}

internal sealed class BucketTable : IEntityTypeConfiguration<Bucket>
{
    public void Configure(EntityTypeBuilder<Bucket> builder)
    {
        builder.ToTable("billing_buckets");
        builder.Property(b => b.Key).HasMaxLength(120);
        // By name: a column of ordinals would change its meaning when a kind is added in the middle.
        builder.Property(b => b.ScopeKinds).HasConversion(
            kinds => string.Join(',', kinds),
            text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ChargeKind>).ToList(),
            new ValueComparer<List<ChargeKind>>((a, b) => a!.SequenceEqual(b!), kinds => kinds.Count, kinds => kinds.ToList()));
        builder.HasIndex(b => new { b.AccountId, b.Key }).IsUnique();
        builder.HasSource(b => b.Source);
    }
}
