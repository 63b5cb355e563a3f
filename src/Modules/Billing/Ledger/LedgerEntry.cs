using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The ledger's accounts. A debit is above zero, a credit below.</summary>
public enum LedgerAccount
{
    /// <summary>Asset: money a gateway has taken for us. Item: the payment or refund.</summary>
    GatewayClearing,
    /// <summary>Asset: what an account owes. Item: the bill.</summary>
    Receivable,
    /// <summary>Liability: money that lies in a bucket. Item: the bucket.</summary>
    CustomerFunds,
    /// <summary>Liability: taken out of a bucket and not yet sent back by the gateway. Item: the refund.</summary>
    RefundsDue,
    Revenue,
    TaxDue,
    /// <summary>What was given away.</summary>
    Promotion,
    /// <summary>The other side of what was brought over from the system before.</summary>
    BroughtForward,
    /// <summary>The other side of what was put right by hand or by another system.</summary>
    Adjustments,
    /// <summary>The other side of what a billing system that stays says an account owes and holds, and of what we took for it.</summary>
    OwnersBooks,
    /// <summary>Liability: vouchers sold and not yet redeemed. Item: the batch.</summary>
    VouchersSold,
    /// <summary>Asset: what was lent to accounts that had run dry, fees included. Item: the advance.</summary>
    AdvancesDue,
    /// <summary>The other side of vouchers sold: what dealers paid or owe for them, which is booked elsewhere.</summary>
    VoucherTrade,
}

public enum LedgerTransactionKind { BillPosted, BillCorrected, PaymentSettled, PaidFromBalance, BucketGranted, OpeningBalance, RefundHeld, RefundPaid, RefundReturned, Adjusted, OwnerFollowed, VouchersIssued, VoucherRedeemed, AdvanceTaken, BalanceSent, BalanceTakenBack }

/// <summary>One movement of money: its entries sum to zero, and its key exists once.</summary>
internal sealed class LedgerTransaction : IUnshown
{
    public Guid Id { get; init; }
    public LedgerTransactionKind Kind { get; init; }
    /// <summary>What makes it happen once: <c>payment:0192…:settled</c>.</summary>
    public required string Key { get; init; }
    public DateTime At { get; init; }
    public Guid AccountId { get; init; }
    public List<LedgerEntry> Entries { get; init; } = [];
}

internal sealed class LedgerEntry : IUnshown
{
    public Guid Id { get; init; }
    public Guid TransactionId { get; init; }
    public LedgerAccount Account { get; init; }
    /// <summary>The bill, bucket, payment or refund it is about; none for the operator's own accounts.</summary>
    public Guid? ItemId { get; init; }
    public Money Amount { get; init; }
}

internal sealed class LedgerTransactionTable : IEntityTypeConfiguration<LedgerTransaction>
{
    public void Configure(EntityTypeBuilder<LedgerTransaction> builder)
    {
        builder.ToTable("billing_ledger_transactions");
        builder.Property(t => t.Key).HasMaxLength(160);
        builder.HasIndex(t => t.Key).IsUnique();
        builder.HasMany(t => t.Entries).WithOne().HasForeignKey(e => e.TransactionId);
    }
}

internal sealed class LedgerEntryTable : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("billing_ledger_entries");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => new { e.Account, e.ItemId });
    }
}
