using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Billing.Rating;

namespace Wangting.Billing;

/// <summary>A period of the accounts that begin on one day of the month, and when it is closed, billed and due
/// (TM Forum: BillingCycle).</summary>
internal sealed class BillingCycle
{
    public Guid Id { get; init; }
    /// <summary>Day of the month on which the periods of its accounts begin, 1–28.</summary>
    public int Day { get; init; }
    public DateOnly From { get; init; }
    /// <summary>The last day, itself included.</summary>
    public DateOnly To { get; init; }
    /// <summary>Events accepted before this moment are in its bills; later ones in those of the next.</summary>
    public DateTime CutOff { get; set; }
    public DateOnly DueOn { get; set; }

    public BillingPeriod Period => new(From, To);
}

internal sealed class BillingCycleTable : IEntityTypeConfiguration<BillingCycle>
{
    public void Configure(EntityTypeBuilder<BillingCycle> builder)
    {
        builder.ToTable("billing_cycles");
        builder.HasIndex(c => new { c.Day, c.From }).IsUnique();
    }
}
