using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>A term as another system has it.</summary>
/// <param name="Customer">Id at the source.</param>
/// <param name="Line">Id at the source of the line it binds; null for the customer as a whole.</param>
/// <param name="TermMonths">0 is from month to month.</param>
public sealed record IncomingContract(RecordSource Source, string Customer, LocalText Name, int TermMonths, string? Line = null, DateTime? From = null, DateTime? To = null);

/// <summary>Takes contracts over from another system. Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptContracts(PortalDbContext db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingContract> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var customers = await CustomersBySource.ListAsync(db, system, [.. batch.Select(c => c.Customer)], ct);
        var lines = await LinesBySource.ListAsync(db, system, [.. batch.Select(c => c.Line).OfType<string>()], ct);
        var ids = batch.Select(c => c.Source.ExternalId).Distinct().ToArray();
        var known = await db.Set<Contract>().Where(c => c.Source!.System == system && ids.Contains(c.Source.ExternalId)).ToDictionaryAsync(c => c.Source!.ExternalId, StringComparer.Ordinal, ct);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, customers, lines, known));
        return outcomes;
    }

    Accepted Accept(IncomingContract incoming, IReadOnlyDictionary<string, CustomerFacts> customers, IReadOnlyDictionary<string, LineFacts> lines, Dictionary<string, Contract> known)
    {
        var stored = known.GetValueOrDefault(incoming.Source.ExternalId);
        if (stored is not null && !incoming.Source.IsNewerThan(stored.Source)) return Accepted.Unchanged;
        if (!customers.TryGetValue(incoming.Customer, out var customer)) return Refusal.Invalid("customer.not_known", "customer");
        var line = incoming.Line is null ? null : lines.GetValueOrDefault(incoming.Line);
        if (incoming.Line is not null && line is null) return Refusal.Invalid("line.not_known", "line");
        if (incoming.TermMonths is < 0 or > 240) return Refusal.Invalid("contract.term", "termMonths");
        if (incoming.To < incoming.From) return Refusal.Invalid("period.backwards", "to");
        if (stored is not null)
        {
            if (stored.CustomerId != customer.Id || stored.LineId != line?.Id) return Refusal.Conflict("record.cannot_change", ("field", "customer"));
            (stored.Name, stored.TermMonths, stored.To, stored.Source) = (incoming.Name, incoming.TermMonths, incoming.To, incoming.Source);
            return Accepted.Updated;
        }
        known[incoming.Source.ExternalId] = new Contract
        {
            Id = Guid.CreateVersion7(),
            CustomerId = customer.Id,
            LineId = line?.Id,
            Name = incoming.Name,
            TermMonths = incoming.TermMonths,
            From = incoming.From ?? line?.From ?? clock.GetUtcNow().UtcDateTime,
            To = incoming.To,
            Source = incoming.Source,
        };
        db.Add(known[incoming.Source.ExternalId]);
        return Accepted.Added;
    }
}
