using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Customers;

public enum PaymentMode { Prepaid, Postpaid }

public enum AccountState { Open, Closed }

/// <summary>Who owes and pays (TM Forum: BillingAccount). What it owes and holds is Billing's.</summary>
internal sealed class Account : IVersioned, IFollowed
{
    public Guid Id { get; init; }
    string IFollowed.Noun => "billingAccount";
    public Guid CustomerId { get; init; }
    /// <summary>The party that answers for it: holder of its bills.</summary>
    public Guid HolderPartyId { get; set; }
    public required string Number { get; init; }
    /// <summary>What its owner calls it: 家庭, 公司; empty when never named.</summary>
    public string? Name { get; set; }
    public PaymentMode Mode { get; set; }
    public AccountState State { get; set; }
    /// <summary>The state in another system's word, where it said one.</summary>
    public string? Status { get; set; }
    /// <summary>Day of month on which a period begins, 1–28.</summary>
    public int CycleDay { get; set; } = 1;
    public bool PaperBill { get; set; }
    public DateTime OpenedAt { get; init; }
    public DateTime? ClosedAt { get; set; }
    public RecordSource? Source { get; set; }
    public int Version { get; set; }
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("customers_accounts");
        builder.Property(a => a.Number).HasMaxLength(60);
        builder.Property(a => a.Status).HasMaxLength(40);
        builder.Property(a => a.Name).HasMaxLength(100);
        builder.HasOne<Customer>().WithMany().HasForeignKey(a => a.CustomerId);
        builder.HasOne<Party>().WithMany().HasForeignKey(a => a.HolderPartyId);
        builder.HasIndex(a => a.Number).IsUnique();
        builder.HasIndex(a => a.CustomerId);
        builder.HasIndex(a => a.HolderPartyId);
        builder.HasSource(a => a.Source);
    }
}
