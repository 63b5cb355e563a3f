using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

public enum StatedChargeKind
{
    /// <summary>What is charged each month.</summary>
    Monthly,
    /// <summary>All that was charged up to the day.</summary>
    ToDate,
}

/// <summary>What a system before this one states to have charged. History to be shown and compared: it is no bill, is
/// not owed here, and has no place in the ledger.</summary>
internal sealed class StatedCharge
{
    public Guid Id { get; init; }
    public Guid AccountId { get; set; }
    public StatedChargeKind Kind { get; init; }
    public Money Amount { get; set; }
    /// <summary>Over how many months, where that is stated.</summary>
    public int? Months { get; set; }
    public DateOnly? AsOf { get; set; }
    public RecordSource? Source { get; set; }
}

internal sealed class StatedChargeTable : IEntityTypeConfiguration<StatedCharge>
{
    public void Configure(EntityTypeBuilder<StatedCharge> builder)
    {
        builder.ToTable("billing_stated_charges");
        builder.HasIndex(c => c.AccountId);
        builder.HasSource(c => c.Source);
    }
}
