using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Resources;

namespace Wangting.Subscriptions;

/// <summary>A line as another system has it.</summary>
/// <param name="Account">Id at the source of the account that pays.</param>
/// <param name="Identifier">What it is known by; null when the other system does not say.</param>
/// <param name="User">Id at the source of the person who uses it, when that is not the holder.</param>
public sealed record IncomingLine(RecordSource Source, string Account, LineKind Kind, ServiceIdentifier? Identifier = null, string? User = null, string? Label = null,
    LineState State = LineState.Active, DateTime? From = null, DateTime? To = null);

/// <summary>Takes lines over from another system, with the tenure of their number and the sign-in that hangs on it.
/// Prepares only: <b>the caller saves</b>.</summary>
public sealed class AcceptLines(PortalDbContext db, GrantHandleHandler grantHandle, EndHandleHandler endHandle, TimeProvider clock)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingLine> batch, CancellationToken ct)
    {
        var system = batch[0].Source.System;
        var accounts = await AccountsBySource.ListAsync(db, system, [.. batch.Select(l => l.Account)], ct);
        var users = await CustomersBySource.ListAsync(db, system, [.. batch.Select(l => l.User).OfType<string>()], ct);
        var known = await KnownLines.LoadAsync(db, batch, accounts.Values, ct);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(await AcceptAsync(incoming, accounts, users, known, ct));
        await NumbersInUse.MarkAsync(db, known.NewlyHeld, ct);
        return outcomes;
    }

    async Task<Accepted> AcceptAsync(IncomingLine incoming, IReadOnlyDictionary<string, AccountFacts> accounts, IReadOnlyDictionary<string, CustomerFacts> users, KnownLines known, CancellationToken ct)
    {
        var stored = known.Find(incoming.Source.ExternalId);
        if (stored is not null && !incoming.Source.IsNewerThan(stored.Source)) return Accepted.Unchanged;
        if (!accounts.TryGetValue(incoming.Account, out var account)) return Refusal.Invalid("account.not_known", "account");
        if (stored is not null && stored.Kind != incoming.Kind) return Refusal.Conflict("record.cannot_change", ("field", "kind"));
        var user = incoming.User is null ? null : users.GetValueOrDefault(incoming.User);
        if (incoming.User is not null && user is not { Kind: PartyKind.Person }) return Refusal.Invalid("line.user_unknown", "user");
        if (incoming.Identifier is { } identifier && incoming.State == LineState.Active && known.HeldByAnother(identifier, stored?.Id)) return Refusal.Conflict("number.already_held") with { Field = "number" };
        if (incoming.To < incoming.From) return Refusal.Invalid("period.backwards", "to");

        var now = clock.GetUtcNow().UtcDateTime;
        var line = stored ?? new Line { Id = Guid.CreateVersion7(), CustomerId = account.CustomerId, Kind = incoming.Kind, From = incoming.From ?? now };
        (line.AccountId, line.HolderPartyId, line.Label, line.State, line.Source) = (account.Id, account.HolderPartyId, incoming.Label, incoming.State, incoming.Source);
        line.To = incoming.State == LineState.Ceased ? incoming.To ?? now : null;
        if (stored is null)
        {
            db.Add(line);
            known.Add(line);
        }
        if (user?.PartyId is { } person && person != line.HolderPartyId && person != line.UserPersonId) GiveToUser(line, person, now);
        await HoldNumberAsync(line, incoming, known, now, ct);
        return stored is null ? Accepted.Added : Accepted.Updated;
    }

    void GiveToUser(Line line, Guid person, DateTime now)
    {
        line.UserPersonId = person;
        db.GrantLineToUser(person, line.Id, now);
    }

    // The number's tenure follows the record: another number or a ceased line ends it, and with it the sign-in.
    async Task HoldNumberAsync(Line line, IncomingLine incoming, KnownLines known, DateTime now, CancellationToken ct)
    {
        var held = known.OpenTenure(line.Id);
        var wanted = incoming.State == LineState.Active ? incoming.Identifier : null;
        if (held is not null && wanted is { } same && held.Kind == same.Kind && held.Value == same.Value) return;
        if (held is not null && (wanted is not null || incoming.State == LineState.Ceased))
        {
            (held.To, held.EndReason) = (line.To ?? now, incoming.State == LineState.Ceased ? "ceased" : "number_changed");
            await endHandle.HandleAsync(new EndHandle(held.Id, held.To.Value), ct);
        }
        if (held is null && incoming is { State: LineState.Ceased, Identifier: { } past } && known.IsNew(line))
            db.Add(new Tenure { Id = Guid.CreateVersion7(), LineId = line.Id, Kind = past.Kind, Value = past.Value, From = line.From, To = line.To, EndReason = "ceased" });
        if (wanted is not { } number) return;
        var tenure = new Tenure { Id = Guid.CreateVersion7(), LineId = line.Id, Kind = number.Kind, Value = number.Value, From = held is null ? line.From : now };
        db.Add(tenure);
        known.Add(tenure);
        var subject = line.UserPersonId ?? known.IfPerson(line.HolderPartyId);
        await grantHandle.HandleAsync(new GrantHandle(tenure.Id, number, subject, tenure.From), ct);
    }
}
