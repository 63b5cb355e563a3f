using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What an account owes for a period. It keeps the holder of its period: a later holder of the same number or
/// account never sees it.</summary>
internal sealed class Bill : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "customerBill";
    public required string Number { get; init; }
    public Guid AccountId { get; init; }
    /// <summary>The party whose account it is.</summary>
    public Guid CustomerId { get; init; }
    /// <summary>Who held the account in this period.</summary>
    public Guid HolderPartyId { get; init; }
    public DateOnly PeriodFrom { get; init; }
    /// <summary>The last day of the period, itself included.</summary>
    public DateOnly PeriodTo { get; init; }
    public DateTime IssuedAt { get; init; }
    public DateOnly DueOn { get; set; }
    /// <summary>Sum of the lines, tax included.</summary>
    public Money Total { get; set; }
    /// <summary>The part of the total that is tax.</summary>
    public Money Tax { get; set; }
    /// <summary>What another system had taken for it before it came here.</summary>
    public Money PaidElsewhere { get; set; }
    /// <summary>What is still to be paid: between nothing and the total. Moved by ledger postings alone.</summary>
    public Money Outstanding { get; private set; }
    public BillState State { get; private set; } = BillState.Issued;
    /// <summary>How far another system is with it (validated, sent, onHold), as long as nothing is paid.</summary>
    public string? Mark { get; set; }
    /// <summary>1 for the first issue. A bill of our own is never changed: it is credited, and the next revision is another bill. One
    /// that another system corrects gets its lines anew and keeps its number.</summary>
    public int Revision { get; set; } = 1;
    /// <summary>The cycle whose run made it; none for a bill that came from elsewhere or was asked for.</summary>
    public Guid? CycleId { get; init; }
    /// <summary>This is a credit note: it takes that bill back.</summary>
    public Guid? CreditOf { get; init; }
    /// <summary>The credit note that took this bill back; a later revision stands in its place.</summary>
    public Guid? CreditedBy { get; set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }
    public List<BillLine> Lines { get; init; } = [];

    /// <summary>Raises or lowers what is owed; called where the ledger posts, nowhere else.</summary>
    public void Owe(Money change)
    {
        var owed = Outstanding + change;
        if (owed.IsNegative || owed > Money.Max(Total, Money.Zero)) throw new InvalidOperationException($"Bill {Id} cannot be owed {owed} of {Total}.");
        Outstanding = owed;
        State = owed.IsZero ? BillState.Paid : owed < Total ? BillState.PartlyPaid : BillState.Issued;
    }
}

/// <summary>One charge of a bill, as printed on it.</summary>
internal sealed class BillLine
{
    public Guid Id { get; init; }
    public Guid BillId { get; init; }
    public int Ordinal { get; init; }
    /// <summary>The line (service) it is for; none for what concerns the account as a whole.</summary>
    public Guid? LineId { get; init; }
    /// <summary>What the service was known by in the period (E.164 for a phone), as it stood on the bill.</summary>
    public string? ServiceIdentifier { get; init; }
    public ChargeKind Kind { get; init; }
    /// <summary>The product it is charged for, and the term of its offer; none where nobody said.</summary>
    public Guid? ProductId { get; init; }
    public string? Code { get; init; }
    public required LocalText Text { get; init; }
    public long? Quantity { get; init; }
    public UsageUnit? Unit { get; init; }
    /// <summary>Tax included; below zero for a discount or credit.</summary>
    public Money Amount { get; init; }
    public Money Tax { get; init; }
}

internal sealed class BillTable : IEntityTypeConfiguration<Bill>
{
    public void Configure(EntityTypeBuilder<Bill> builder)
    {
        builder.ToTable("billing_bills");
        builder.Property(b => b.Number).HasMaxLength(60);
        builder.Property(b => b.Mark).HasMaxLength(20);
        builder.HasIndex(b => b.Number).IsUnique();
        builder.HasIndex(b => new { b.AccountId, b.PeriodFrom });
        builder.HasIndex(b => new { b.HolderPartyId, b.PeriodFrom });
        // One bill for an account and a cycle, whoever tries.
        builder.HasIndex(b => new { b.CycleId, b.AccountId, b.Revision }).IsUnique();
        // What is due, for dunning to look through: of all bills there ever were few are not paid.
        builder.HasIndex(b => new { b.AccountId, b.DueOn }).HasFilter("state <> 'Paid'").HasDatabaseName("ix_billing_bills_open");
        builder.HasSource(b => b.Source);
        builder.HasMany(b => b.Lines).WithOne().HasForeignKey(l => l.BillId);
    }
}

internal sealed class BillLineTable : IEntityTypeConfiguration<BillLine>
{
    public void Configure(EntityTypeBuilder<BillLine> builder)
    {
        builder.ToTable("billing_bill_lines");
        // Made here, not by the database: a line of a bill already tracked must be seen as new.
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.ServiceIdentifier).HasMaxLength(100);
        builder.Property(l => l.Code).HasMaxLength(100);
        builder.HasIndex(l => new { l.BillId, l.Ordinal }).IsUnique();
        builder.HasIndex(l => l.LineId);
    }
}
