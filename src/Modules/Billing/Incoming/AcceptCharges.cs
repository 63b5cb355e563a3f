using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A charge that another system states.</summary>
/// <param name="Account">Id at the source.</param>
public sealed record IncomingCharge(RecordSource Source, string Account, StatedChargeKind Kind, Money Amount, int? Months = null, DateOnly? AsOf = null);

/// <summary>Takes stated charges over from another system. Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptCharges(PortalDbContext db)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingCharge> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var accounts = await AccountsBySource.ListAsync(db, system, [.. batch.Select(c => c.Account)], ct);
        var ids = batch.Select(c => c.Source.ExternalId).Distinct().ToArray();
        var known = await db.Set<StatedCharge>().Where(c => c.Source!.System == system && ids.Contains(c.Source.ExternalId)).ToDictionaryAsync(c => c.Source!.ExternalId, StringComparer.Ordinal, ct);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, accounts, known));
        return outcomes;
    }

    Accepted Accept(IncomingCharge incoming, IReadOnlyDictionary<string, AccountFacts> accounts, Dictionary<string, StatedCharge> known)
    {
        var stored = known.GetValueOrDefault(incoming.Source.ExternalId);
        if (stored is not null && !incoming.Source.IsNewerThan(stored.Source)) return Accepted.Unchanged;
        if (!accounts.TryGetValue(incoming.Account, out var account)) return Refusal.Invalid("account.not_known", "account");
        if (stored is not null && stored.Kind != incoming.Kind) return Refusal.Conflict("record.cannot_change", ("field", "kind"));
        if (incoming.Amount.IsNegative) return Refusal.Invalid("amount.negative", "amount");
        var charge = stored ?? new StatedCharge { Id = Guid.CreateVersion7(), Kind = incoming.Kind };
        (charge.AccountId, charge.Amount, charge.Months, charge.AsOf, charge.Source) = (account.Id, incoming.Amount, incoming.Months, incoming.AsOf, incoming.Source);
        if (stored is not null) return Accepted.Updated;
        db.Add(charge);
        known[incoming.Source.ExternalId] = charge;
        return Accepted.Added;
    }
}
