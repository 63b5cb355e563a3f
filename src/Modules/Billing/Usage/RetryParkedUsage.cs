using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <param name="Reason">Only what waits for this reason; null for all.</param>
/// <param name="Id">Only this one.</param>
public sealed record RetryParkedUsage(string? Reason = null, Guid? Id = null);

/// <param name="Taken">Now with the rest, those included that had come again meanwhile.</param>
/// <param name="Still">Of those that wait on, by reason.</param>
public sealed record RetriedUsage(int Taken, IReadOnlyList<(string Reason, int Count)> Still);

/// <summary>Tries parked events again, as if they came now: after the line is there, the zone is in the catalogue, or what they
/// take back has come. Nobody else's word makes one go.</summary>
public sealed class RetryParkedUsageHandler(PortalDbContext db, AcceptUsage accept, SecretColumns secrets, TimeProvider clock)
{
    const int Chunk = 500;

    public async Task<Outcome<RetriedUsage>> HandleAsync(RetryParkedUsage command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.ParkedUsage) is { } lacking) return lacking;
        if (command.Id is { } one && !await db.Set<ParkedUsage>().AnyAsync(p => p.Id == one, ct)) return Refusal.NotFound("usage.not_parked");
        var taken = 0;
        var still = new Dictionary<string, int>(StringComparer.Ordinal);
        // From id to id: what goes on waiting is not met again.
        for (var last = Guid.Empty; ;)
        {
            var from = last;
            if ((await db.OnceAsync(() => RetryAsync(command, from, caller, ct), ct)).IsRefused(out var why, out var done)) return why;
            db.ChangeTracker.Clear();
            if (done.Outcomes.Count == 0) break;
            last = done.Last;
            foreach (var outcome in done.Outcomes)
                if (outcome is { Outcome: Acceptance.Parked or Acceptance.Refused, Why: { } reason }) still[reason.Code] = still.GetValueOrDefault(reason.Code) + 1;
                else taken++;
        }
        return new RetriedUsage(taken, [.. still.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value))]);
    }

    sealed record Tried(IReadOnlyList<Accepted> Outcomes, Guid Last);

    async Task<Outcome<Tried>> RetryAsync(RetryParkedUsage command, Guid from, Caller caller, CancellationToken ct)
    {
        var parked = await db.Set<ParkedUsage>().AsNoTracking().Where(p => p.Id > from && (command.Reason == null || p.Reason == command.Reason) && (command.Id == null || p.Id == command.Id))
            .OrderBy(p => p.Id).Take(Chunk).Select(p => new { p.Id, p.EventClosed }).ToListAsync(ct);
        if (parked.Count == 0) return new Tried([], from);
        var outcomes = new List<Accepted>(parked.Count);
        foreach (var events in parked.Select(p => JsonSerializer.Deserialize<IncomingUsage>(secrets.Open(ParkedUsage.EventPurpose, p.EventClosed), Json.Plain)!).GroupBy(e => e.Source.System))
            outcomes.AddRange(await accept.HandleAsync([.. events], ct));
        db.Audit(caller, clock, "usage_retried", "usage", command.Id?.ToString("N") ?? command.Reason ?? "all", details: new { tried = parked.Count, taken = outcomes.Count(o => o.Outcome is Acceptance.Added or Acceptance.Unchanged) });
        return new Tried(outcomes, parked[^1].Id);
    }
}
