using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="Events">Of one source system, some thousand at most.</param>
public sealed record TakeUsage(IReadOnlyList<IncomingUsage> Events);

/// <summary>Takes events that other systems send, all in one save: when this answers they are durable. Sending them again is
/// safe, also from two connections at once.</summary>
public sealed class TakeUsageHandler(PortalDbContext db, AcceptUsage accept, TimeProvider clock)
{
    public Task<Outcome<IReadOnlyList<Accepted>>> HandleAsync(TakeUsage command, Caller caller, CancellationToken ct) => db.OnceAsync<IReadOnlyList<Accepted>>(async () =>
    {
        if (caller.Lacks(BillingPermissions.WriteUsage) is { } lacking) return lacking;
        if (command.Events.Count == 0) return Array.Empty<Accepted>();
        var outcomes = await accept.HandleAsync(command.Events, ct);
        var counts = outcomes.CountBy(o => o.Outcome).ToDictionary(c => c.Key, c => c.Value);
        db.Audit(caller, clock, "usage_taken", "usage", command.Events[0].Source.System, details: new
        {
            added = counts.GetValueOrDefault(Acceptance.Added), repeats = counts.GetValueOrDefault(Acceptance.Unchanged),
            parked = counts.GetValueOrDefault(Acceptance.Parked), refused = counts.GetValueOrDefault(Acceptance.Refused),
        });
        return outcomes.ToList();
    }, ct);
}
