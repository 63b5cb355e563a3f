using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Journeys;

/// <summary>What somebody may see through the channel they speak by. Whoever merely holds the phone is shown its line; all
/// that is theirs only after they have proven who they are.</summary>
internal sealed class Reach(ListHoldings list, FindSpokenLine spoken)
{
    public async Task<IReadOnlyList<Holding>> HoldingsAsync(Caller caller, CancellationToken ct)
    {
        var all = await list.HandleAsync(caller, ct);
        if (!IsNarrow(caller)) return all;
        var line = await spoken.HandleAsync(caller, ct);
        return [.. all.Where(h => h.LineId is not null && h.LineId == line?.LineId)];
    }

    /// <summary>The one account to be paid from the line, or null for all.</summary>
    public async Task<Guid?> AccountAsync(Caller caller, CancellationToken ct) =>
        IsNarrow(caller) ? (await spoken.HandleAsync(caller, ct))?.AccountId ?? Guid.Empty : null;

    static bool IsNarrow(Caller caller) => caller.Proof.Level == Assurance.Line;
}
