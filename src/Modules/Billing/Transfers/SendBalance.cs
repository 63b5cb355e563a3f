using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Sends money that was paid in from an account of the caller's to the account of a number. What was given, lent or
/// sent by another stays where it is.</summary>
/// <param name="ToNumber">E.164.</param>
/// <param name="IdempotencyKey">8 to 100 characters: the same key from the same person is the same transfer.</param>
public sealed record SendBalance(string AccountNumber, string ToNumber, Money Amount, string IdempotencyKey);

/// <summary>Money went from one account to another, or back.</summary>
public sealed record BalanceMoved(Guid TransferId, bool Undone, string Language);

public sealed class SendBalanceHandler(PortalDbContext db, FindAccount accounts, AccountsById receivers, FindPayeeLine payees, Limiter limiter, Mirrored mirrored, IOptions<TransferOptions> rules, TimeProvider clock)
{
    /// <summary>How old the proof may be.</summary>
    public static readonly TimeSpan ProofAge = TimeSpan.FromMinutes(5);

    /// <returns>The transfer's id.</returns>
    public async Task<Outcome<Guid>> HandleAsync(SendBalance command, Caller caller, CancellationToken ct)
    {
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        if (command.Amount.Minor < rules.Value.Least || command.Amount.Minor > rules.Value.Most) return Refusal.Invalid("transfer.amount", "amount", ("least", new Money(rules.Value.Least)), ("most", new Money(rules.Value.Most)));
        if (caller.Needs(Assurance.Proven, ProofAge, clock.GetUtcNow().UtcDateTime) is { } proof) return proof;
        if ((await accounts.HandleAsync(command.AccountNumber, Right.End, caller, ct)).IsRefused(out var hidden, out var account)) return hidden;
        // Whether a number is one of ours is not to be found out by trying them all.
        if (await limiter.TakeAsync("transfer.too_often", ct, (LimitName.TransferTo, caller.SubjectId.ToString("N"))) is { } tooOften) return tooOften;
        return await db.OnceAsync(() => SendAsync(command, account, caller, ct), ct);
    }

    async Task<Outcome<Guid>> SendAsync(SendBalance command, AccountFacts account, Caller caller, CancellationToken ct)
    {
        // The cash is read before what was sent: whoever sent meanwhile has changed it, so that this one is decided anew.
        var cash = await db.Set<Bucket>().SingleOrDefaultAsync(b => b.AccountId == account.Id && b.Key == Bucket.CashKey, ct);
        var before = await db.Set<BalanceTransfer>().AsNoTracking().SingleOrDefaultAsync(t => t.PersonId == caller.SubjectId && t.IdempotencyKey == command.IdempotencyKey, ct);
        if (before is not null) return (before.FromAccountId, before.ToNumber, before.Amount) == (account.Id, command.ToNumber, command.Amount) ? before.Id : Refusal.Conflict("payment.key_reused");
        if (await payees.AccountAsync(command.ToNumber, ct) is not { } payee || await receivers.FindAsync(payee, ct) is not { State: AccountState.Open } to) return Refusal.Invalid("transfer.no_such_number", "to");
        if (to.Id == account.Id) return Refusal.Invalid("transfer.same_account", "to");
        if ((await mirrored.AmongAsync([account.Id, to.Id], ct)).Count > 0) return Refusal.Conflict("transfer.kept_elsewhere");
        if (await db.Set<Bill>().AnyAsync(b => b.AccountId == account.Id && b.State != BillState.Paid, ct)) return Refusal.Conflict("transfer.owes");
        if (await db.Set<Advance>().AnyAsync(a => a.LiveAccountId == account.Id, ct)) return Refusal.Conflict("transfer.borrowed");
        var now = clock.GetUtcNow().UtcDateTime;
        var sent = new Money(await db.Set<BalanceTransfer>().Where(t => t.FromAccountId == account.Id && t.At > now.AddDays(-1) && t.UndoneAt == null).SumAsync(t => (long)(object)t.Amount, ct));
        if ((sent + command.Amount).Minor > rules.Value.MostADay) return Refusal.Conflict("transfer.day_used", ("left", Money.Max(Money.Zero, new Money(rules.Value.MostADay) - sent)));
        if (cash is null || cash.Free < command.Amount) return Refusal.Conflict("transfer.too_little", ("available", cash?.Free ?? Money.Zero));

        var id = Guid.CreateVersion7();
        var bucket = new Bucket { Id = Guid.CreateVersion7(), AccountId = to.Id, Key = $"transfer:{id:N}", Kind = BucketKind.Cash, DrawOrder = 90 };
        db.AddRange(bucket, new BalanceTransfer { Id = id, FromAccountId = account.Id, ToAccountId = to.Id, PersonId = caller.SubjectId, ToNumber = command.ToNumber, Amount = command.Amount, BucketId = bucket.Id, IdempotencyKey = command.IdempotencyKey, At = now });
        new Movement(LedgerTransactionKind.BalanceSent, $"transfer:{id:N}:sent", account.Id, now).Fill(cash, -command.Amount).Fill(bucket, command.Amount).Post(db);
        db.Tell(new BalanceMoved(id, Undone: false, caller.Language), clock);
        db.Audit(caller, clock, "balance_sent", "transferBalance", id.ToString("N"), account.HolderPartyId, details: new { amount = command.Amount.Minor, from = account.Number, to = to.Number });
        return id;
    }
}
