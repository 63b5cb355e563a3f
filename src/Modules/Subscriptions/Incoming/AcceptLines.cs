using Microsoft.EntityFrameworkCore;
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
        if (stored is not null && stored.State != incoming.State && !stored.State.CanBecome(incoming.State)) return Refusal.Conflict("line.wrong_state", ("state", stored.State)) with { Field = "state" };
        if (stored is not null && stored.CustomerId != account.CustomerId) return Refusal.Conflict("record.cannot_change", ("field", "account"));
        var user = incoming.User is null ? null : users.GetValueOrDefault(incoming.User);
        if (incoming.User is not null && user is not { Kind: PartyKind.Person }) return Refusal.Invalid("line.user_unknown", "user");
        if (incoming.Identifier is { } identifier && incoming.State == LineState.Active && known.HeldByAnother(identifier, stored?.Id)) return Refusal.Conflict("number.already_held") with { Field = "number" };
        if (incoming.To < incoming.From) return Refusal.Invalid("period.backwards", "to");

        var now = clock.GetUtcNow().UtcDateTime;
        var line = stored ?? new Line { Id = Guid.CreateVersion7(), CustomerId = account.CustomerId, Kind = incoming.Kind, From = incoming.From ?? now };
        var person = user?.PartyId is { } other && other != account.HolderPartyId ? other : stored?.UserPersonId;
        var held = known.OpenTenure(line.Id);
        var tenure = NewTenure(incoming, line, held, now);
        var ceases = incoming.State == LineState.Ceased && stored?.State != LineState.Ceased;
        // Identity has the last word on a number, so it is asked before anything is changed.
        if (tenure is not null && (await grantHandle.HandleAsync(new GrantHandle(tenure.Id, new(tenure.Kind, tenure.Value), person ?? known.IfPerson(account.HolderPartyId), tenure.From), ct)).Refusal is { } why)
            return why with { Field = "number" };

        (line.AccountId, line.HolderPartyId, line.Label, line.State, line.Source) = (account.Id, account.HolderPartyId, incoming.Label, incoming.State, incoming.Source);
        line.To = incoming.State == LineState.Ceased ? incoming.To ?? now : null;
        if (stored is null)
        {
            db.Add(line);
            known.Add(line);
        }
        if (person is { } its && its != line.UserPersonId)
        {
            if (line.UserPersonId is { } before) await db.EndLineOfUserAsync(before, line.Id, now, ct);
            line.UserPersonId = its;
            db.GrantLineToUser(its, line.Id, now);
        }
        if (held is not null && (tenure is not null || incoming.State == LineState.Ceased)) await EndTenureAsync(held, line, now, ct);
        if (stored is not null && ceases) await EndLineAsync(line, ct);
        if (tenure is not null) known.Add(tenure);
        tenure ??= PastTenure(incoming, line, stored);
        if (tenure is not null) db.Add(tenure);
        return stored is null ? Accepted.Added : Accepted.Updated;
    }

    // The number's tenure follows the record; the same number goes on.
    static Tenure? NewTenure(IncomingLine incoming, Line line, Tenure? held, DateTime now)
    {
        if (incoming.State != LineState.Active || incoming.Identifier is not { } number) return null;
        if (held is not null && held.Kind == number.Kind && held.Value == number.Value) return null;
        return new Tenure { Id = Guid.CreateVersion7(), LineId = line.Id, Kind = number.Kind, Value = number.Value, From = held is null ? line.From : now };
    }

    // A line that comes ceased keeps what it was known by, for its usage; nobody signs in by it.
    static Tenure? PastTenure(IncomingLine incoming, Line line, Line? stored) =>
        stored is null && incoming is { State: LineState.Ceased, Identifier: { } number }
            ? new Tenure { Id = Guid.CreateVersion7(), LineId = line.Id, Kind = number.Kind, Value = number.Value, From = line.From, To = line.To, EndReason = "ceased" }
            : null;

    async Task EndLineAsync(Line line, CancellationToken ct)
    {
        foreach (var product in await db.Set<Product>().Where(p => p.LineId == line.Id && p.To == null).ToListAsync(ct)) product.To = line.To;
        await EndGrants.OnLineAsync(db, line.Id, line.To!.Value, ct);
    }

    async Task EndTenureAsync(Tenure held, Line line, DateTime now, CancellationToken ct)
    {
        (held.To, held.EndReason) = (line.To ?? now, line.State == LineState.Ceased ? "ceased" : "number_changed");
        await endHandle.HandleAsync(new EndHandle(held.Id, held.To.Value), ct);
        await NumbersAtRest.RestAsync(db, new(held.Kind, held.Value), held.To.Value, ct);
        // Whoever takes the number next in this same unit of work must find it given up.
        db.ChangeTracker.DetectChanges();
    }
}
