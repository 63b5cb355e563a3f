using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Notices;

/// <summary>What the simulator "sent", newest first. Mapped by the demo alone.</summary>
/// <param name="Recipient">Only to this number or address; all when null.</param>
public sealed record ListSimulated(string? Recipient = null, int Most = 50);

public sealed record SimulatedLine(DateTime At, Medium Medium, string Recipient, string? Subject, string Body);

public sealed class ListSimulatedHandler(PortalDbContext db, SecretColumns secrets)
{
    public async Task<IReadOnlyList<SimulatedLine>> HandleAsync(ListSimulated query, CancellationToken ct)
    {
        var rows = db.Set<SimulatedMessage>().AsNoTracking();
        if (query.Recipient is { } recipient) rows = rows.Where(m => m.Recipient == recipient);
        var found = await rows.OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Math.Clamp(query.Most, 1, 200)).ToListAsync(ct);
        return [.. found.Select(m => new SimulatedLine(m.At, m.Medium, m.Recipient, m.Subject, secrets.Open(Simulator.Purpose, m.Body)))];
    }
}
