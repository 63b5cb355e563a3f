using Microsoft.EntityFrameworkCore;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Subscriptions;

/// <summary>What a customer has, as another system has it.</summary>
/// <param name="Account">Id at the source of the account that pays.</param>
/// <param name="Line">Id at the source of the line it is on; null for what belongs to the account as a whole.</param>
/// <param name="Offer">Code of the offer.</param>
/// <param name="Monthly">What is charged a month where that was agreed apart from the offer's price.</param>
public sealed record IncomingProduct(RecordSource Source, string Account, string Offer, string? Line = null, Money? Monthly = null, DateTime? From = null, DateTime? To = null);

/// <summary>Takes products over from another system. Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptProducts(PortalDbContext db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingProduct> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var accounts = await AccountsBySource.ListAsync(db, system, [.. batch.Select(p => p.Account)], ct);
        var offers = await OffersByCode.ListAsync(db, [.. batch.Select(p => p.Offer)], ct);
        var lines = await LinesBySource.ListAsync(db, system, [.. batch.Select(p => p.Line).OfType<string>()], ct);
        var ids = batch.Select(p => p.Source.ExternalId).Distinct().ToArray();
        var known = await db.Set<Product>().Where(p => p.Source!.System == system && ids.Contains(p.Source.ExternalId)).ToDictionaryAsync(p => p.Source!.ExternalId, StringComparer.Ordinal, ct);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, accounts, offers, lines, known));
        return outcomes;
    }

    Accepted Accept(IncomingProduct incoming, IReadOnlyDictionary<string, AccountFacts> accounts, IReadOnlyDictionary<string, Guid> offers, IReadOnlyDictionary<string, LineFacts> lines, Dictionary<string, Product> known)
    {
        var stored = known.GetValueOrDefault(incoming.Source.ExternalId);
        if (stored is not null && !incoming.Source.IsNewerThan(stored.Source)) return Accepted.Unchanged;
        if (!accounts.TryGetValue(incoming.Account, out var account)) return Refusal.Invalid("account.not_known", "account");
        if (!offers.TryGetValue(incoming.Offer, out var version)) return Refusal.Invalid("offer.not_known", "offer");
        var line = incoming.Line is null ? null : lines.GetValueOrDefault(incoming.Line);
        if (incoming.Line is not null && line is null) return Refusal.Invalid("line.not_known", "line");
        if (incoming.Monthly is { IsNegative: true }) return Refusal.Invalid("amount.negative", "monthly");
        if (incoming.To < incoming.From) return Refusal.Invalid("period.backwards", "to");
        if (stored is not null)
        {
            if (stored.LineId != line?.Id) return Refusal.Conflict("record.cannot_change", ("field", "line"));
            (stored.AccountId, stored.NegotiatedMonthly, stored.To, stored.Source) = (account.Id, incoming.Monthly, incoming.To, incoming.Source);
            return Accepted.Updated;
        }
        known[incoming.Source.ExternalId] = new Product
        {
            Id = Guid.CreateVersion7(),
            CustomerId = account.CustomerId,
            LineId = line?.Id,
            AccountId = account.Id,
            OfferVersionId = version,
            NegotiatedMonthly = incoming.Monthly,
            From = incoming.From ?? line?.From ?? clock.GetUtcNow().UtcDateTime,
            To = incoming.To,
            Source = incoming.Source,
        };
        db.Add(known[incoming.Source.ExternalId]);
        return Accepted.Added;
    }
}
