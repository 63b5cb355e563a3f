using System.Collections.Frozen;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The life of a dispute about a line of a bill.</summary>
public enum DisputeState
{
    /// <summary>Waits for a person.</summary>
    Open,
    /// <summary>Granted, and the credit waits for a second person.</summary>
    Proposed,
    /// <summary>The credit is booked.</summary>
    Accepted,
    Rejected,
}

internal static class DisputeMoves
{
    static readonly FrozenSet<(DisputeState From, DisputeState To)> Allowed = new[]
    {
        (DisputeState.Open, DisputeState.Proposed),
        (DisputeState.Open, DisputeState.Accepted),
        (DisputeState.Open, DisputeState.Rejected),
        (DisputeState.Proposed, DisputeState.Accepted),
        // The second person said no: the first decides anew.
        (DisputeState.Proposed, DisputeState.Open),
    }.ToFrozenSet();

    public static bool IsUndecided(this DisputeState state) => state is DisputeState.Open or DisputeState.Proposed;

    /// <summary>The one refusal for every wrong move, or null.</summary>
    public static Refusal? Move(this Dispute dispute, DisputeState to)
    {
        if (!Allowed.Contains((dispute.State, to))) return Refusal.Conflict("dispute.wrong_state", ("state", dispute.State));
        dispute.State = to;
        return null;
    }
}
