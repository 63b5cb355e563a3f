using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Lends an account one of the sums on offer, for a fee. Both are taken back first from what is paid in next.</summary>
/// <param name="Fee">As it was stated: another by now is a refusal, not a surprise.</param>
/// <param name="IdempotencyKey">8 to 100 characters: the same key from the same person is the same loan.</param>
public sealed record TakeAdvance(string AccountNumber, Money Amount, Money Fee, string IdempotencyKey);

public sealed class TakeAdvanceHandler(PortalDbContext db, FindAccount accounts, BorrowerOf borrowers, IOptions<AdvanceOptions> rules, TimeProvider clock)
{
    /// <returns>The advance's id, for <see cref="ListAdvances.ViewAsync"/>.</returns>
    public Task<Outcome<Guid>> HandleAsync(TakeAdvance command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        if ((await accounts.HandleAsync(command.AccountNumber, Right.Order, caller, ct)).IsRefused(out var hidden, out var account)) return hidden;
        var before = await db.Set<Advance>().AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == caller.SubjectId && a.IdempotencyKey == command.IdempotencyKey, ct);
        if (before is not null) return (before.AccountId, before.Amount) == (account.Id, command.Amount) ? before.Id : Refusal.Conflict("payment.key_reused");
        var now = clock.GetUtcNow().UtcDateTime;
        if ((await borrowers.FindAsync([account.Id], ct)).GetValueOrDefault(account.Id) is not { } borrower) return Refusal.Conflict("balance.kept_elsewhere");
        if (borrower.WhyNot(rules.Value, now) is { } no) return no;
        if (!rules.Value.Offered.Contains(new AdvanceSum(command.Amount, command.Fee))) return Refusal.Invalid("advance.other_sum", "amount");

        var id = Guid.CreateVersion7();
        var bucket = new Bucket { Id = Guid.CreateVersion7(), AccountId = account.Id, Key = $"advance:{id:N}", Kind = BucketKind.Advance, DrawOrder = 200 };
        var advance = new Advance { Id = id, AccountId = account.Id, HolderPartyId = account.HolderPartyId, PersonId = caller.SubjectId, Amount = command.Amount, Fee = command.Fee, BucketId = bucket.Id, IdempotencyKey = command.IdempotencyKey, TakenAt = now };
        db.AddRange(bucket, advance);
        new Movement(LedgerTransactionKind.AdvanceTaken, $"advance:{id:N}:taken", account.Id, now).Lend(advance).Book(LedgerAccount.Revenue, -advance.Fee).Fill(bucket, advance.Amount).Post(db);
        db.Tell(new AdvanceChanged(id, advance.Left, caller.Language), clock);
        db.Audit(caller, clock, "advance_taken", "advance", id.ToString("N"), account.HolderPartyId, details: new { amount = advance.Amount.Minor, fee = advance.Fee.Minor, account = account.Number });
        return id;
    }, ct);
}
