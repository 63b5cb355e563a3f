using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

public enum BillRunState { Running, Done }

/// <summary>One going through a cycle's accounts: who began it, how far it is, what came of it. Its parts are done one by
/// one, by whichever node takes them; a part is stored with its bills, so it is done whole or not at all.</summary>
internal sealed class BillRun
{
    public Guid Id { get; init; }
    public Guid CycleId { get; init; }
    /// <summary>Of its cycle, from 1.</summary>
    public int Number { get; init; }
    /// <summary>Only counts: nothing is issued.</summary>
    public bool Trial { get; init; }
    public BillRunState State { get; set; }
    public Guid StartedBy { get; init; }
    public DateTime StartedAt { get; init; }
    public DateTime? EndedAt { get; set; }
}

public enum BillRunPartState { Waiting, Taken, Done }

/// <summary>Some hundred accounts of a run.</summary>
internal sealed class BillRunPart
{
    public Guid Id { get; init; }
    public Guid RunId { get; init; }
    public int Number { get; init; }
    /// <summary>The first account's id; the part goes up to where the next begins.</summary>
    public Guid FromAccount { get; init; }
    public Guid? ToAccount { get; init; }
    public BillRunPartState State { get; set; }
    /// <summary>Which taking of it: a worker that was slower than its lease finds another here and stores nothing.</summary>
    public Guid? TakenAs { get; set; }
    public DateTime? TakenUntil { get; set; }
    public int Accounts { get; set; }
    public int Bills { get; set; }
    public Money Total { get; set; }
    /// <summary>Events that no price speaks of.</summary>
    public int Parked { get; set; }
    public int Faults { get; set; }
    public DateTime? DoneAt { get; set; }
}

/// <summary>An account that a run could not bill, and why. The others are billed; it is when the cause is gone.</summary>
internal sealed class BillRunFault
{
    public Guid Id { get; init; }
    public Guid RunId { get; init; }
    public Guid AccountId { get; init; }
    public required string Why { get; init; }
}

internal sealed class BillRunTable : IEntityTypeConfiguration<BillRun>
{
    public void Configure(EntityTypeBuilder<BillRun> builder)
    {
        builder.ToTable("billing_runs");
        builder.HasOne<BillingCycle>().WithMany().HasForeignKey(r => r.CycleId);
        builder.HasIndex(r => new { r.CycleId, r.Number }).IsUnique();
    }
}

internal sealed class BillRunPartTable : IEntityTypeConfiguration<BillRunPart>
{
    public void Configure(EntityTypeBuilder<BillRunPart> builder)
    {
        builder.ToTable("billing_run_parts");
        builder.HasOne<BillRun>().WithMany().HasForeignKey(p => p.RunId);
        builder.HasIndex(p => new { p.RunId, p.Number }).IsUnique();
    }
}

internal sealed class BillRunFaultTable : IEntityTypeConfiguration<BillRunFault>
{
    public void Configure(EntityTypeBuilder<BillRunFault> builder)
    {
        builder.ToTable("billing_run_faults");
        builder.Property(f => f.Why).HasMaxLength(400);
        builder.HasIndex(f => f.RunId);
    }
}
