using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>How an account is usually paid, as another system has it.</summary>
/// <param name="Account">Id at the source.</param>
/// <param name="Automatic">Drawn when due, rather than sent by the customer.</param>
public sealed record IncomingPaymentMethod(RecordSource Source, string Account, PaymentMethodKind Method, bool Automatic);

/// <summary>Takes payment methods over from another system. Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptPaymentMethods(PortalDbContext db)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingPaymentMethod> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var accounts = await AccountsBySource.ListAsync(db, system, [.. batch.Select(m => m.Account)], ct);
        var ids = batch.Select(m => m.Source.ExternalId).Distinct().ToArray();
        var known = await db.Set<PaymentMethod>().Where(m => m.Source!.System == system && ids.Contains(m.Source.ExternalId)).ToDictionaryAsync(m => m.Source!.ExternalId, StringComparer.Ordinal, ct);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, accounts, known));
        return outcomes;
    }

    Accepted Accept(IncomingPaymentMethod incoming, IReadOnlyDictionary<string, AccountFacts> accounts, Dictionary<string, PaymentMethod> known)
    {
        var stored = known.GetValueOrDefault(incoming.Source.ExternalId);
        if (stored is not null && !incoming.Source.IsNewerThan(stored.Source)) return Accepted.Unchanged;
        if (!accounts.TryGetValue(incoming.Account, out var account)) return Refusal.Invalid("account.not_known", "account");
        if (stored is not null && stored.AccountId != account.Id) return Refusal.Conflict("record.cannot_change", ("field", "account"));
        var method = stored ?? new PaymentMethod { Id = Guid.CreateVersion7(), AccountId = account.Id };
        (method.Kind, method.Automatic, method.Source) = (incoming.Method, incoming.Automatic, incoming.Source);
        if (stored is not null) return Accepted.Updated;
        db.Add(method);
        known[incoming.Source.ExternalId] = method;
        return Accepted.Added;
    }
}
