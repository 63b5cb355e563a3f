using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Asks the owner of an account what it owes and holds, and takes the answer whole or not at all.</summary>
/// <param name="Looked">A person is looking at it, now.</param>
/// <param name="AtOnce">Though it was asked a moment ago: something has happened since.</param>
public sealed record RefreshAccount(Guid AccountId, bool Looked = false, bool AtOnce = false);

public sealed partial class RefreshAccountHandler(PortalDbContext db, Mirrored mirrored, AccountsById accounts, IOwnersAccounts balances, IOwnersBills bills, IOwnersPayments payments,
    ItemiseBills itemise, Texts texts, IOptions<MirrorOptions> options, TimeProvider clock, ILogger<RefreshAccountHandler> log)
{
    const int Readings = 3;
    readonly OwnersWord word = new(db, payments, clock);

    /// <returns>Done when the copy is as the owner said a moment ago, or somebody else is asking already.</returns>
    public async Task<Outcome<Done>> HandleAsync(RefreshAccount command, CancellationToken ct)
    {
        if (await mirrored.OwnersIdAsync(command.AccountId, ct) is not { } owners || await accounts.FindAsync(command.AccountId, ct) is not { } account) return Refusal.NotFound("account.not_found");
        if (!await ClaimAsync(command, ct)) return Done.Yes;
        Refusal? why = null;
        for (var reading = 1; reading <= Readings; reading++)
        {
            if ((await ReadAsync(owners, account, ct)).IsRefused(out why, out var told)) break;
            // Asked after the figures were read: a payment that is not there now is not in them either. One that is there may
            // or may not be, so it is noted and the figures are read again.
            if ((await word.AskAsync(account.Id, owners, ct)).IsRefused(out why, out var booked)) break;
            if (booked > 0) continue;
            var taken = await TakeAsync(told, account, ct);
            if (taken.IsRefused(out why, out var stands)) break;
            if (!stands) continue;
            await itemise.HandleAsync(account.Id, ct);
            return Done.Yes;
        }
        why ??= Refusal.Unavailable("mirror.moving");
        Refused(account.Id, why.Code, why.Details?.GetValueOrDefault("detail") as string);
        await NoteAsync(account.Id, why, ct);
        return why;
    }

    // One row a node can win: of many that look at the same moment one asks.
    async Task<bool> ClaimAsync(RefreshAccount command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now.AddSeconds(-options.Value.FreshSeconds);
        var row = db.Set<MirroredAccount>().Where(m => m.AccountId == command.AccountId);
        if (command.Looked) await row.ExecuteUpdateAsync(s => s.SetProperty(m => m.LookedAt, now), ct);
        if (await row.Where(m => command.AtOnce || m.TriedAt == null || m.TriedAt <= since).ExecuteUpdateAsync(s => s.SetProperty(m => m.TriedAt, now), ct) > 0) return true;
        if (await row.AnyAsync(ct)) return false;
        db.Add(new MirroredAccount { AccountId = command.AccountId, TriedAt = now, LookedAt = now });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure)) { return false; }
        finally { db.ChangeTracker.Clear(); }
        return true;
    }

    async Task<Outcome<OwnersSnapshot>> ReadAsync(string owners, AccountFacts account, CancellationToken ct)
    {
        var (asked, system) = (clock.GetUtcNow().UtcDateTime, options.Value.System!);
        var copy = await db.Set<MirroredAccount>().AsNoTracking().SingleAsync(m => m.AccountId == account.Id, ct);
        if ((await balances.FindAsync(owners, ct)).IsRefused(out var no, out var balance)) return no;
        if ((await bills.ListAsync(owners, ct)).IsRefused(out no, out var listed)) return no;
        var ids = listed.Select(b => b.Id).ToArray();
        var withdrawn = await db.Set<Bill>().Where(b => b.AccountId == account.Id && b.State != BillState.Paid && b.Source!.System == system && !ids.Contains(b.Source.ExternalId)).Select(b => b.Source!.ExternalId).ToListAsync(ct);
        foreach (var gone in withdrawn)
        {
            if ((await bills.IsThereAsync(gone, ct)).IsRefused(out no, out var there)) return no;
            if (there) return OwnersSnapshot.Answer($"the list leaves out bill {gone}");
        }
        // What was billed to a holder before this one is not this one's to see.
        var told = new OwnersSnapshot(asked, copy.Answered, balance, [.. listed.Where(b => b.Holder is null || balance.Holder is null || b.Holder == balance.Holder)], withdrawn.ToHashSet(StringComparer.Ordinal));
        return told.Wrong(copy.OwnersHolder) is { } wrong ? wrong : told;
    }

    /// <returns>False when a payment has been answered meanwhile, and the figures must be read again.</returns>
    Task<Outcome<bool>> TakeAsync(OwnersSnapshot told, AccountFacts account, CancellationToken ct) => db.OnceAsync<bool>(async () =>
    {
        var (system, now) = (options.Value.System!, clock.GetUtcNow().UtcDateTime);
        var copy = await db.Set<MirroredAccount>().SingleAsync(m => m.AccountId == account.Id, ct);
        if (copy.Answered != told.Answered) return false;

        var (ids, numbers) = (told.Bills.Select(b => b.Id).Concat(told.Withdrawn).ToArray(), told.Bills.Select(b => b.Number).ToArray());
        var known = await db.Set<Bill>().Include(b => b.Lines).Where(b => numbers.Contains(b.Number) || (b.Source!.System == system && ids.Contains(b.Source.ExternalId))).ToListAsync(ct);
        if (known.Find(b => b.AccountId != account.Id || b.Source?.System != system) is { } other) return OwnersSnapshot.Answer($"bill {other.Number} is of another account here");
        var bySource = known.ToDictionary(b => b.Source!.ExternalId, StringComparer.Ordinal);

        var parts = await PartsOf(account.Id).ToListAsync(ct);
        var alignment = new Alignment(account, system, Sums(parts.Where(p => !p.Booked)), Sums(parts), Name, now);
        foreach (var bill in told.Bills)
        {
            if (bySource.Remove(bill.Id, out var stored)) alignment.Take(stored, bill);
            else db.Add(alignment.New(bill));
        }
        foreach (var gone in bySource.Values.Where(b => told.Withdrawn.Contains(b.Source!.ExternalId))) alignment.Withdraw(gone);
        var cash = await db.Set<Bucket>().SingleOrDefaultAsync(b => b.AccountId == account.Id && b.Key == Bucket.CashKey, ct);
        alignment.Follow(() => cash ?? db.Add(Bucket.Cash(account.Id)).Entity, cash?.Balance ?? Money.Zero, told.Account.Deposit);
        if (alignment.HasMoved) alignment.Movement.Post(db);
        (copy.AsOf, copy.FailureCode, copy.FailureDetail) = (told.AskedAt, null, null);
        copy.OwnersHolder ??= told.Account.Holder;
        // Its version must rise though nothing of it differs: a payment answered at this moment is then noticed.
        db.Entry(copy).Property(m => m.AsOf).IsModified = true;
        return true;
    }, ct);

    // What of a payment no bill took lies in the balance; it goes under the empty id.
    IQueryable<Part> PartsOf(Guid account)
    {
        var forwarded = from f in db.Set<ForwardedPayment>().AsNoTracking() where f.AccountId == account join p in db.Set<Payment>() on f.PaymentId equals p.Id select new { f.PaymentId, f.State, p.Amount };
        return (from f in forwarded join a in db.Set<Allocation>() on f.PaymentId equals a.PaymentId select new Part { Bill = a.BillId, Minor = (long)(object)a.Amount, Booked = f.State == ForwardState.Booked })
            .Concat(forwarded.Select(f => new Part
            {
                Bill = Guid.Empty, Booked = f.State == ForwardState.Booked,
                Minor = (long)(object)f.Amount - db.Set<Allocation>().Where(a => a.PaymentId == f.PaymentId).Sum(a => (long)(object)a.Amount),
            }));
    }

    static Dictionary<Guid, Money> Sums(IEnumerable<Part> parts) => parts.GroupBy(p => p.Bill).ToDictionary(g => g.Key, g => new Money(g.Sum(p => p.Minor)));

    async Task NoteAsync(Guid account, Refusal why, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var detail = why.Details?.GetValueOrDefault("detail") as string is { } said ? said[..Math.Min(said.Length, 400)] : null;
        await db.Set<MirroredAccount>().Where(m => m.AccountId == account).ExecuteUpdateAsync(s => s.SetProperty(m => m.FailureCode, why.Code).SetProperty(m => m.FailureDetail, detail), ct);
    }

    LocalText Name(ChargeKind kind) => new(texts.Languages.ToDictionary(l => l, l => texts.Say(l, "mirror.charges"), StringComparer.Ordinal));

    sealed class Part
    {
        public Guid Bill { get; init; }
        public long Minor { get; init; }
        public bool Booked { get; init; }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {AccountId} could not be refreshed: {Code} {Detail}")]
    partial void Refused(Guid accountId, string code, string? detail);
}
