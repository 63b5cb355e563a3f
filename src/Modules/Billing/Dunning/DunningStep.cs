using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A step taken about a bill that is not paid: once for each day of the policy, whoever runs it, however
/// often. A dispute that was rejected begins the days anew: it had ended what the steps before it did.</summary>
internal sealed class DunningStep
{
    public Guid Id { get; init; }
    public Guid BillId { get; init; }
    public Guid AccountId { get; init; }
    /// <summary>From which the days are counted: the due date, or the day a dispute of the bill was rejected.</summary>
    public DateOnly From { get; init; }
    /// <summary>Of the policy, when it was taken.</summary>
    public int Day { get; init; }
    public DunningAct Act { get; init; }
    /// <summary>What was asked for on this bill.</summary>
    public Money Owed { get; init; }
    public DateTime TakenAt { get; init; }
    /// <summary>The day in the operator's zone.</summary>
    public DateOnly TakenOn { get; init; }
}

internal sealed class DunningStepTable : IEntityTypeConfiguration<DunningStep>
{
    public void Configure(EntityTypeBuilder<DunningStep> builder)
    {
        builder.ToTable("billing_dunning_steps");
        builder.HasOne<Bill>().WithMany().HasForeignKey(s => s.BillId);
        builder.HasIndex(s => new { s.BillId, s.From, s.Day }).IsUnique();
        builder.HasIndex(s => s.TakenAt);
    }
}
