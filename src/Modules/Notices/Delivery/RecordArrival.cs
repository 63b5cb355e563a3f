using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>What became of a message after a gateway took it, as the gateway reports it, in its own time and perhaps twice.</summary>
/// <param name="Seal">From the address we gave with the message: whoever knows it was given it.</param>
public sealed record RecordArrival(Guid NoticeId, string Seal, Arrival Arrival);

public sealed class RecordArrivalHandler(PortalDbContext db, TimeProvider clock, ArrivalAddresses addresses)
{
    public async Task<Outcome<Done>> HandleAsync(RecordArrival command, CancellationToken ct)
    {
        if (!addresses.Knows(command.NoticeId, command.Seal)) return Refusal.NotFound("notice.not_found");
        if (command.Arrival == Arrival.Unknown) return Done.Yes;
        var now = clock.GetUtcNow().UtcDateTime;
        // One statement, not load and save: two reports, or a report and our own "sent", may come together, and neither may
        // undo the other. A copy that arrived has arrived, whatever happened to an earlier one.
        var changed = await db.Set<Message>().Where(m => m.Id == command.NoticeId && m.Arrival != Arrival.Arrived && m.Arrival != command.Arrival)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Arrival, command.Arrival).SetProperty(x => x.ArrivalAt, now), ct);
        if (changed > 0) NoticeSignals.Arrivals.Add(1, new KeyValuePair<string, object?>("arrival", command.Arrival.ToString()));
        return changed > 0 || await db.Set<Message>().AnyAsync(m => m.Id == command.NoticeId, ct) ? Done.Yes : Refusal.NotFound("notice.not_found");
    }
}
