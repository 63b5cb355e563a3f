using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The life of an adjustment.</summary>
public enum AdjustmentState
{
    /// <summary>Waits for a second person.</summary>
    Proposed,
    /// <summary>The money has moved.</summary>
    Done,
    /// <summary>The second person said no.</summary>
    Refused,
}

internal static class AdjustmentMoves
{
    static readonly FrozenSet<(AdjustmentState From, AdjustmentState To)> Allowed = new[] { (AdjustmentState.Proposed, AdjustmentState.Done), (AdjustmentState.Proposed, AdjustmentState.Refused) }.ToFrozenSet();

    /// <summary>The one refusal for every wrong move, or null.</summary>
    public static Refusal? Move(this Adjustment adjustment, AdjustmentState to)
    {
        if (!Allowed.Contains((adjustment.State, to))) return Refusal.Conflict("adjustment.wrong_state", ("state", adjustment.State));
        adjustment.State = to;
        return null;
    }
}

/// <summary>Money that a member of staff gives a customer back, or takes, for a stated reason: at once up to a limit, above it
/// when a second person has agreed.</summary>
internal sealed class Adjustment : IVersioned
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    /// <summary>Who held the account then: a later holder does not see it.</summary>
    public Guid HolderPartyId { get; init; }
    /// <summary>Above zero in the customer's favour.</summary>
    public Money Amount { get; init; }
    public required string Reason { get; init; }
    /// <summary>The bill that a credit lowers first; what is more than it owes lies in the balance.</summary>
    public Guid? BillId { get; init; }
    /// <summary>The dispute that it grants.</summary>
    public Guid? DisputeId { get; init; }
    public AdjustmentState State { get; set; } = AdjustmentState.Proposed;
    public Guid ProposedBy { get; init; }
    public DateTime ProposedAt { get; init; }
    /// <summary>The second person; none where the first could do it alone.</summary>
    public Guid? DecidedBy { get; set; }
    public DateTime? DecidedAt { get; set; }
    /// <summary>Why the second person said no.</summary>
    public string? Answer { get; set; }
    /// <summary>Which of its proposer's it is: two at once by one person meet at it, and the later counts the earlier.</summary>
    public int Ordinal { get; set; }
    /// <summary>Unique for who proposed it: a repeat finds this row.</summary>
    public required string IdempotencyKey { get; init; }
    public int Version { get; set; }
}

internal sealed class AdjustmentTable : IEntityTypeConfiguration<Adjustment>
{
    public const int MostWords = 300;

    public void Configure(EntityTypeBuilder<Adjustment> builder)
    {
        builder.ToTable("billing_adjustments");
        builder.Property(a => a.Reason).HasMaxLength(MostWords);
        builder.Property(a => a.Answer).HasMaxLength(MostWords);
        builder.Property(a => a.IdempotencyKey).HasMaxLength(100);
        builder.HasIndex(a => new { a.ProposedBy, a.IdempotencyKey }).IsUnique();
        builder.HasIndex(a => new { a.ProposedBy, a.Ordinal }).IsUnique();
        builder.HasIndex(a => new { a.ProposedBy, a.ProposedAt });
        builder.HasIndex(a => new { a.State, a.ProposedAt });
        builder.HasIndex(a => a.AccountId);
        builder.HasIndex(a => a.DisputeId);
    }
}
