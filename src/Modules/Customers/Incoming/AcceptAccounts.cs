using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>An account as another system has it.</summary>
/// <param name="Customer">Id at the source of the customer who holds it.</param>
/// <param name="Number">By default the id at its source.</param>
public sealed record IncomingAccount(RecordSource Source, string Customer, PaymentMode Mode, string? Number = null, string? Name = null, int CycleDay = 1, bool PaperBill = false, DateTime? OpenedAt = null);

/// <summary>Takes accounts over from another system; a person who holds one gets all rights on it. Prepares only:
/// <b>the caller saves</b>.</summary>
public sealed class AcceptAccounts(PortalDbContext db, TimeProvider clock)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingAccount> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var customers = await CustomersBySource.ListAsync(db, system, [.. batch.Select(a => a.Customer)], ct);
        var ids = batch.Select(a => a.Source.ExternalId).Distinct().ToArray();
        var known = await db.Set<Account>().Where(a => a.Source!.System == system && ids.Contains(a.Source.ExternalId)).ToDictionaryAsync(a => a.Source!.ExternalId, StringComparer.Ordinal, ct);
        var wanted = batch.Select(a => a.Number ?? a.Source.ExternalId).Distinct().ToArray();
        var taken = (await db.Set<Account>().Where(a => wanted.Contains(a.Number)).Select(a => a.Number).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, customers, known, taken));
        return outcomes;
    }

    Accepted Accept(IncomingAccount incoming, IReadOnlyDictionary<string, CustomerFacts> customers, Dictionary<string, Account> known, HashSet<string> taken)
    {
        var stored = known.GetValueOrDefault(incoming.Source.ExternalId);
        if (stored is not null && !incoming.Source.IsNewerThan(stored.Source)) return Accepted.Unchanged;
        if (!customers.TryGetValue(incoming.Customer, out var customer)) return Refusal.Invalid("customer.not_known", "customer");
        if (stored is not null && stored.CustomerId != customer.Id) return Refusal.Conflict("record.cannot_change", ("field", "customer"));
        if (incoming.CycleDay is < 1 or > 28) return Refusal.Invalid("account.cycle_day", "cycleDay");
        var number = incoming.Number ?? incoming.Source.ExternalId;
        if (number.Length > 60) return Refusal.Invalid("record.too_long", "number", ("most", 60));
        if (stored is null && !taken.Add(number)) return Refusal.Conflict("account.number_taken") with { Field = "number" };

        var now = clock.GetUtcNow().UtcDateTime;
        var account = stored ?? new Account
        {
            Id = Guid.CreateVersion7(),
            CustomerId = customer.Id,
            HolderPartyId = customer.PartyId,
            Number = number,
            OpenedAt = incoming.OpenedAt ?? now,
        };
        (account.Name, account.Mode, account.CycleDay, account.PaperBill, account.Source) = (incoming.Name, incoming.Mode, incoming.CycleDay, incoming.PaperBill, incoming.Source);
        if (stored is not null) return Accepted.Updated;
        db.Add(account);
        known[incoming.Source.ExternalId] = account;
        // An organisation's accounts are reached by its administrator's grant on the organisation.
        if (customer.Kind == PartyKind.Person)
            db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = customer.PartyId, AccountId = account.Id, Basis = GrantBasis.Holder, Rights = Right.All, From = now });
        return Accepted.Added;
    }
}
