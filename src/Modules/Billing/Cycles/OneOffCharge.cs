using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A charge or credit that was decided somewhere else (a late fee, a credit for a complaint, a correction) and stands
/// on the account's next bill.</summary>
internal sealed class OneOffCharge
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    /// <summary>The line it is about; none for the account as a whole.</summary>
    public Guid? LineId { get; init; }
    /// <summary>What kind of thing it is, such as <c>late-fee</c>.</summary>
    public required string Code { get; init; }
    /// <summary>What makes it once: the same key a second time is the same charge.</summary>
    public required string Key { get; init; }
    public required LocalText Name { get; init; }
    /// <summary>Tax included; below zero in the customer's favour.</summary>
    public Money Amount { get; init; }
    public required string TaxClass { get; init; }
    /// <summary>When it was decided: bills of periods that end before leave it to the next.</summary>
    public DateTime At { get; init; }
    /// <summary>The bill that it stands on.</summary>
    public Guid? BillId { get; set; }

    public const string LateFee = "late-fee", LateUsage = "late-usage";
}

internal sealed class OneOffChargeTable : IEntityTypeConfiguration<OneOffCharge>
{
    public void Configure(EntityTypeBuilder<OneOffCharge> builder)
    {
        builder.ToTable("billing_one_off_charges");
        builder.Property(c => c.Code).HasMaxLength(100);
        builder.Property(c => c.Key).HasMaxLength(160);
        builder.Property(c => c.TaxClass).HasMaxLength(100);
        builder.HasIndex(c => c.Key).IsUnique();
        builder.HasIndex(c => new { c.AccountId, c.BillId });
    }
}
