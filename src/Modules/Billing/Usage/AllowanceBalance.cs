using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What a product gives a line in one period and how much of it is gone. Where use is rated here it follows from the
/// events and the terms (<see cref="RefreshUseHandler"/>) and can be made again at any time.</summary>
internal sealed class AllowanceBalance : IVersioned
{
    public Guid Id { get; init; }
    public Guid LineId { get; init; }
    /// <summary>The product that gives it.</summary>
    public Guid ProductId { get; init; }
    public DateOnly PeriodFrom { get; init; }
    /// <summary>The last day of the period, itself included.</summary>
    public DateOnly PeriodTo { get; init; }
    public UsageKind Kind { get; init; }
    public UsageUnit Unit { get; init; }
    /// <summary>In <see cref="Unit"/>s.</summary>
    public long Granted { get; set; }
    public long Used { get; set; }
    public DateTime ExpiresAt { get; set; }
    public int Version { get; set; }

    public long Left => Math.Max(0, Granted - Used);
}

internal sealed class AllowanceBalanceTable : IEntityTypeConfiguration<AllowanceBalance>
{
    public void Configure(EntityTypeBuilder<AllowanceBalance> builder)
    {
        builder.ToTable("billing_allowance_balances");
        builder.HasIndex(a => new { a.LineId, a.ProductId, a.PeriodFrom, a.Kind, a.Unit }).IsUnique();
    }
}
