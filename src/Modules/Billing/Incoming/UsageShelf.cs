using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What is stored of the events that a batch names, and what the batch adds to it.</summary>
internal sealed class UsageShelf
{
    readonly PortalDbContext db;
    readonly SecretColumns secrets;
    // No open period began before.
    static readonly TimeSpan Open = TimeSpan.FromDays(32);
    readonly Dictionary<string, Held> held;
    readonly HashSet<Guid> cancelled;
    readonly Dictionary<string, ParkedUsage> parked;
    readonly ILookup<string, ParkedUsage> waiting;
    readonly List<UsageRecord> records = [];
    readonly HashSet<Guid> touched = [];

    readonly record struct Held(Guid Id, Guid Line, DateTime StartedAt, bool RatedHere);

    UsageShelf(PortalDbContext db, SecretColumns secrets, string system, DateTime now, Dictionary<string, Held> held, IEnumerable<Guid> cancelled, IReadOnlyList<ParkedUsage> parked)
    {
        (this.db, this.secrets, System, Now, this.held) = (db, secrets, system, now, held);
        this.cancelled = [.. cancelled];
        this.parked = parked.ToDictionary(p => p.SourceId, StringComparer.Ordinal);
        waiting = parked.Where(p => p.Cancels is not null).ToLookup(p => p.Cancels!, StringComparer.Ordinal);
    }

    public string System { get; }
    public DateTime Now { get; }
    /// <summary>New ones.</summary>
    public IReadOnlyList<UsageRecord> Records => records;
    /// <summary>Lines whose use in an open period is no longer what it was.</summary>
    public IReadOnlyCollection<Guid> Touched => touched;

    public static async Task<UsageShelf> LoadAsync(PortalDbContext db, SecretColumns secrets, IReadOnlyList<IncomingUsage> batch, DateTime now, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        string[] ids = [.. batch.Select(u => u.Source.ExternalId).Distinct(StringComparer.Ordinal)];
        string[] targets = [.. batch.Select(u => u.Cancels).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] asked = [.. ids.Union(targets, StringComparer.Ordinal)];
        var held = await db.Set<UsageRecord>().Where(u => u.SourceSystem == system && asked.Contains(u.SourceId)).Select(u => new { u.SourceId, u.Id, u.LineId, u.StartedAt, u.RatedHere }).ToDictionaryAsync(u => u.SourceId, u => new Held(u.Id, u.LineId, u.StartedAt, u.RatedHere), StringComparer.Ordinal, ct);
        Guid[] meant = [.. targets.Where(held.ContainsKey).Select(t => held[t].Id)];
        var cancelled = meant.Length == 0 ? [] : await db.Set<UsageCancellation>().Where(c => meant.Contains(c.RecordId)).Select(c => c.RecordId).ToListAsync(ct);
        // Those that came before and wait, and those that wait to take back what comes now. Mostly there are none at all.
        var parked = !await db.Set<ParkedUsage>().AnyAsync(p => p.SourceSystem == system, ct) ? []
            : await db.Set<ParkedUsage>().Where(p => p.SourceSystem == system && (asked.Contains(p.SourceId) || ids.Contains(p.Cancels!))).ToListAsync(ct);
        return new UsageShelf(db, secrets, system, now, held, cancelled, parked);
    }

    /// <summary>Whether the event was taken before: then nothing of it waits any more.</summary>
    public bool Holds(IncomingUsage incoming)
    {
        if (!held.ContainsKey(incoming.Source.ExternalId)) return false;
        Release(incoming);
        return true;
    }

    public void Take(IncomingUsage incoming, UsageRecord record)
    {
        var taken = held[record.SourceId] = new(record.Id, record.LineId, record.StartedAt, record.RatedHere);
        records.Add(record);
        Touch(taken);
        Release(incoming);
        foreach (var one in waiting[record.SourceId].Where(w => w.SourceId != incoming.Source.ExternalId)) if (parked.Remove(one.SourceId))
        {
            db.Remove(one);
            Cancel(taken, one.SourceId);
        }
    }

    public Accepted Cancel(IncomingUsage incoming, string target)
    {
        if (!held.TryGetValue(target, out var record)) return Park(incoming, Refusal.Invalid("usage.cancels_unknown", "cancels"));
        Release(incoming);
        return Cancel(record, incoming.Source.ExternalId) ? Accepted.Added : Accepted.Unchanged;
    }

    /// <summary>Keeps the event whole until it can be taken.</summary>
    public Accepted Park(IncomingUsage incoming, Refusal why)
    {
        var closed = secrets.Close(ParkedUsage.EventPurpose, JsonSerializer.Serialize(incoming, Json.Plain));
        if (!parked.TryGetValue(incoming.Source.ExternalId, out var kept))
        {
            kept = new ParkedUsage { Id = Guid.CreateVersion7(), SourceSystem = System, SourceId = incoming.Source.ExternalId, Reason = why.Code, EventClosed = closed, FirstSeenAt = Now };
            parked[kept.SourceId] = kept;
            db.Add(kept);
        }
        else db.Entry(kept).State = db.Entry(kept).State == EntityState.Added ? EntityState.Added : EntityState.Modified; // an import does not look for changes
        (kept.Reason, kept.EventClosed, kept.TriedAt, kept.Cancels) = (why.Code, closed, Now, incoming.Cancels);
        (kept.Kind, kept.StartedAt) = incoming.Cancels is null ? (incoming.Kind, incoming.StartedAt.UtcDateTime) : ((Catalogue.UsageKind?)null, (DateTime?)null);
        kept.Named = incoming.Line ?? (incoming.Number is { } number ? Mask.Phone(number) : null);
        kept.Tries++;
        return Accepted.Parked(why);
    }

    void Touch(Held one)
    {
        if (one.RatedHere && one.StartedAt > Now - Open) touched.Add(one.Line);
    }

    bool Cancel(Held record, string by)
    {
        if (!cancelled.Add(record.Id)) return false;
        Touch(record);
        db.Add(new UsageCancellation { Id = Guid.CreateVersion7(), RecordId = record.Id, SourceId = by, AcceptedAt = Now });
        return true;
    }

    void Release(IncomingUsage incoming)
    {
        if (parked.Remove(incoming.Source.ExternalId, out var kept)) db.Remove(kept);
    }
}
