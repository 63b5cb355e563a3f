using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>One event that another system tells of and wants to see at once.</summary>
public sealed record ReceiveUsage(IncomingUsage Event);

public sealed class ReceiveUsageHandler(PortalDbContext db, TakeUsageHandler take)
{
    /// <returns>The record's id: of the first, when the same is told again. An event that was parked has none yet, and is answered
    /// with why; it is kept.</returns>
    public async Task<Outcome<Guid>> HandleAsync(ReceiveUsage command, Caller caller, CancellationToken ct)
    {
        if ((await take.HandleAsync(new([command.Event]), caller, ct)).IsRefused(out var why, out var outcomes)) return why;
        var (system, id) = (command.Event.Source.System, command.Event.Source.ExternalId);
        return outcomes[0] switch
        {
            { Outcome: Acceptance.Parked, Why: { } reason } => Refusal.Invalid("usage.kept", reason.Field, ("reason", Text.Of(reason.Code))),
            { Outcome: Acceptance.Refused, Why: { } reason } => reason,
            _ => await db.Set<UsageRecord>().Where(u => u.SourceSystem == system && u.SourceId == id).Select(u => u.Id).SingleAsync(ct),
        };
    }
}
