using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>One event of use as another system recorded it.</summary>
/// <param name="Line">Id at the source of the line; else <paramref name="Number"/> says who held it at that time.</param>
/// <param name="StartedAt">With the offset of the local clock where it happened.</param>
/// <param name="Quantity">In <paramref name="Unit"/>s.</param>
/// <param name="Peer">The other party; encrypted and shown masked.</param>
public sealed record IncomingUsage(RecordSource Source, string? Line, string? Number, UsageKind Kind, DateTimeOffset StartedAt, long Quantity, UsageUnit Unit, Money Charge,
    long? ChargedQuantity = null, UsageDirection Direction = UsageDirection.Outgoing, string? Peer = null, string? Place = null);

/// <summary>Takes usage over from another system. An event never changes: the same id again is a repeat, whatever its
/// version. Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptUsage(PortalDbContext db, SecretColumns secrets, TimeProvider clock)
{
    // A clock that is a little ahead is the network's; a day ahead is a wrong file.
    static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingUsage> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var lines = await LinesBySource.ListAsync(db, system, [.. batch.Select(u => u.Line).OfType<string>()], ct);
        var numbers = await LinesByNumber.LoadAsync(db, [.. batch.Where(u => u.Line is null).Select(u => u.Number).OfType<string>()], ct);
        var ids = batch.Select(u => u.Source.ExternalId).Distinct().ToArray();
        var known = (await db.Set<UsageRecord>().Where(u => u.SourceSystem == system && ids.Contains(u.SourceId)).Select(u => u.SourceId).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, lines, numbers, known));
        return outcomes;
    }

    Accepted Accept(IncomingUsage incoming, IReadOnlyDictionary<string, LineFacts> lines, LinesByNumber numbers, HashSet<string> known)
    {
        if (incoming.Source.ExternalId.Length > 100) return Refusal.Invalid("record.too_long", "id", ("most", 100));
        if (known.Contains(incoming.Source.ExternalId)) return Accepted.Unchanged;
        var line = incoming.Line is { } id ? lines.GetValueOrDefault(id)?.Id : incoming.Number is { } number ? numbers.At(number, incoming.StartedAt.UtcDateTime) : null;
        if (line is null) return Refusal.Invalid("line.not_known", incoming.Line is null ? "number" : "line");
        if (incoming.Quantity < 0 || incoming.ChargedQuantity < 0) return Refusal.Invalid("usage.quantity", "quantity");
        if (!Limits.Holds(incoming.Charge)) return Refusal.Invalid("bill.amount_wrong", "charge", ("number", incoming.Source.ExternalId));
        if (incoming.StartedAt > clock.GetUtcNow() + Ahead) return Refusal.Invalid("usage.in_future", "startedAt");
        db.Add(new UsageRecord
        {
            Id = Guid.CreateVersion7(),
            LineId = line.Value,
            Kind = incoming.Kind,
            StartedAt = incoming.StartedAt.UtcDateTime,
            OffsetMinutes = (int)incoming.StartedAt.Offset.TotalMinutes,
            Quantity = incoming.Quantity,
            ChargedQuantity = incoming.ChargedQuantity ?? incoming.Quantity,
            Unit = incoming.Unit,
            Direction = incoming.Direction,
            PeerClosed = incoming.Peer is null ? null : secrets.Close(UsageRecord.PeerPurpose, incoming.Peer),
            PeerMasked = incoming.Peer is null ? null : Mask.Phone(incoming.Peer),
            Place = incoming.Place,
            Charge = incoming.Charge,
            SourceSystem = incoming.Source.System,
            SourceId = incoming.Source.ExternalId,
        });
        known.Add(incoming.Source.ExternalId);
        return Accepted.Added;
    }
}
