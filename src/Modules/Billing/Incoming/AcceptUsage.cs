using Microsoft.Extensions.Options;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Takes events of use, by whatever way they came: files, TMF635, the stream. An event never changes: the same id
/// again is a repeat, whatever its version. What cannot be taken as it is is parked; what cannot even be kept is refused.
/// Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptUsage(PortalDbContext db, SecretColumns secrets, TimeProvider clock, IOptions<UsageOptions> options, IOptions<OperatorOptions> owner)
{
    // A clock that is a little ahead is the network's; a day ahead is a wrong file.
    static readonly TimeSpan Ahead = TimeSpan.FromDays(1);
    // As many as fit into one message.
    const int LinesATime = 300;

    /// <param name="batch">Of one source system.</param>
    /// <returns>One for each; why, where it was parked or refused.</returns>
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingUsage> batch, CancellationToken ct)
    {
        // Encrypting costs as much as all the rest: it goes on while the database is asked.
        var closing = Task.Run(() => Closed(batch), ct);
        var shelf = await UsageShelf.LoadAsync(db, secrets, batch, clock.GetUtcNow().UtcDateTime, ct);
        var lines = await LinesBySource.ListAsync(db, shelf.System, [.. batch.Select(u => u.Line).OfType<string>()], ct);
        var numbers = await LinesByNumber.LoadAsync(db, [.. batch.Where(u => u.Line is null).Select(u => u.Number).OfType<string>()], ct);
        var zones = batch.Any(u => u is { Charge: null, Cancels: null }) ? new UsageZones(await CatalogueTables.ReadAsync(db, ct), owner.Value.Country) : null;
        var outcomes = new Accepted[batch.Count];
        var closed = await closing;
        // First what happened, then what takes it back: within a batch their order says nothing.
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].Cancels is null) outcomes[i] = Accept(batch[i], closed[i], shelf, lines, numbers, zones);
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].Cancels is { } cancelled) outcomes[i] = TooLong(batch[i]) is { } why ? why : shelf.Cancel(batch[i], cancelled);
        // One alone may have something kept beside it, which goes with a row that is followed.
        if (batch.Count == 1) db.AddRange(shelf.Records);
        else db.AddInBulk(shelf.Records);
        foreach (var some in shelf.Touched.Chunk(LinesATime)) db.Tell(new UseTaken(some), clock);
        return outcomes;
    }

    string?[] Closed(IReadOnlyList<IncomingUsage> batch)
    {
        var closed = new string?[batch.Count];
        for (var i = 0; i < closed.Length; i++)
            if (batch[i] is { Peer: { } peer, Cancels: null }) closed[i] = secrets.Close(UsageRecord.PeerPurpose, peer);
        return closed;
    }

    Accepted Accept(IncomingUsage incoming, string? closedPeer, UsageShelf shelf, IReadOnlyDictionary<string, LineFacts> lines, LinesByNumber numbers, UsageZones? zones)
    {
        if (TooLong(incoming) is { } tooLong) return tooLong;
        if (shelf.Holds(incoming)) return Accepted.Unchanged;
        var line = incoming.Line is { } id ? lines.GetValueOrDefault(id)?.Id : incoming.Number is { } number ? numbers.At(number, incoming.StartedAt.UtcDateTime) : null;
        if (line is null) return shelf.Park(incoming, Refusal.Invalid("line.not_known", incoming.Line is null ? "number" : "line"));
        if (Wrong(incoming, zones) is { } why) return shelf.Park(incoming, why);
        shelf.Take(incoming, new UsageRecord
        {
            Id = incoming.Id ?? Guid.CreateVersion7(),
            LineId = line.Value,
            Kind = incoming.Kind,
            StartedAt = incoming.StartedAt.UtcDateTime,
            OffsetMinutes = (int)incoming.StartedAt.Offset.TotalMinutes,
            Quantity = incoming.Quantity,
            ChargedQuantity = incoming.ChargedQuantity ?? incoming.Quantity,
            Unit = incoming.Unit,
            Direction = incoming.Direction,
            PeerClosed = closedPeer,
            PeerMasked = incoming.Peer is null ? null : Mask.Phone(incoming.Peer),
            Place = incoming.Place,
            Seconds = (int)Math.Min(int.MaxValue, incoming.Seconds ?? (incoming.Unit == UsageUnit.Second ? incoming.Quantity : 0)),
            ToZone = incoming.ToZone ?? zones?.Of(incoming.Peer),
            AtZone = incoming.AtZone == UsageMatch.Home ? null : incoming.AtZone,
            Charge = incoming.Charge ?? Money.Zero,
            RatedHere = incoming.Charge is null,
            AcceptedAt = shelf.Now,
            SourceSystem = shelf.System,
            SourceId = incoming.Source.ExternalId,
        });
        return Accepted.Added;
    }

    Refusal? Wrong(IncomingUsage incoming, UsageZones? zones)
    {
        if (incoming.Quantity is < 0 or > Rating.UsageEvent.Most || incoming.ChargedQuantity is < 0 or > Rating.UsageEvent.Most || incoming.Seconds is < 0 or > Rating.UsageEvent.Most) return Refusal.Invalid("usage.quantity", "quantity");
        if (incoming.Charge is { } charge && !Limits.Holds(charge)) return Refusal.Invalid("usage.charge_wrong", "charge");
        var now = clock.GetUtcNow();
        if (incoming.StartedAt > now + Ahead) return Refusal.Invalid("usage.in_future", "startedAt");
        if (incoming.StartedAt < now.AddDays(-options.Value.OldestDays)) return Refusal.Invalid("usage.too_old", "startedAt");
        if (incoming.Charge is not null) return null;
        // What is rated here is counted as prices count it, in zones that prices can speak of.
        if (incoming.Unit != UsageWords.UnitOf(incoming.Kind)) return Refusal.Invalid("usage.unit", "unit");
        if (incoming.ToZone is { } to && !zones!.Has(to)) return Refusal.Invalid("usage.zone_unknown", "to");
        return incoming.AtZone is { } at && !zones!.Has(at) ? Refusal.Invalid("usage.zone_unknown", "at") : null;
    }

    // Columns have an end; an event that runs beyond one cannot be kept, not even aside.
    static Refusal? TooLong(IncomingUsage u) =>
        Longer("id", u.Source.ExternalId, 100) ?? Longer("source", u.Source.System, 60) ?? Longer("cancels", u.Cancels, 100) ?? Longer("line", u.Line, 120) ?? Longer("number", u.Number, 60)
        ?? Longer("peer", u.Peer, 40) ?? Longer("place", u.Place, 100) ?? Longer("to", u.ToZone, 40) ?? Longer("at", u.AtZone, 40);

    static Refusal? Longer(string field, string? text, int most) => text?.Length > most ? Refusal.Invalid("record.too_long", field, ("most", most)) : null;
}
