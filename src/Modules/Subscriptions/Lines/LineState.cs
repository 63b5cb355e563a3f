using Wangting.Kernel;

namespace Wangting.Subscriptions;

public enum LineState { Ordered, Active, Ceased }

internal static class LineMoves
{
    static readonly HashSet<(LineState From, LineState To)> Allowed =
    [
        (LineState.Ordered, LineState.Active),
        (LineState.Ordered, LineState.Ceased),
        (LineState.Active, LineState.Ceased),
    ];

    public static bool CanBecome(this LineState from, LineState to) => Allowed.Contains((from, to));

    /// <summary>The one refusal for every wrong move, or null.</summary>
    public static Refusal? Move(this Line line, LineState to)
    {
        if (!line.State.CanBecome(to)) return Refusal.Conflict("line.wrong_state", ("state", line.State));
        line.State = to;
        return null;
    }
}
