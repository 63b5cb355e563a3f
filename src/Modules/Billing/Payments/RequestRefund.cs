using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Gives back what lies in an account whose services have all ended, the way it was paid. The money leaves the
/// bucket now, in one save with the requests; each is then sent until the gateway has answered.</summary>
/// <param name="Amount">All that can go back when null.</param>
public sealed record RequestRefund(string AccountNumber, Money? Amount, string IdempotencyKey);

/// <param name="Parts">One for each payment whose way is used.</param>
public sealed record RequestedRefund(Money Amount, IReadOnlyList<RefundPart> Parts);

public sealed record RefundPart(Guid Id, Money Amount, RefundState State);

public sealed class RequestRefundHandler(PortalDbContext db, FindAccount accounts, ListLines lines, IOptions<OperatorOptions> house, Mirrored mirrored, TimeProvider clock)
{
    /// <summary>How old the proof may be.</summary>
    public static readonly TimeSpan ProofAge = TimeSpan.FromMinutes(5);
    readonly RefundWays ways = new(db);

    public Task<Outcome<RequestedRefund>> HandleAsync(RequestRefund command, Caller caller, CancellationToken ct) => db.OnceAsync<RequestedRefund>(async () =>
    {
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        if (command.Amount is { IsPositive: false }) return Refusal.Invalid("payment.amount_not_positive", "amount");
        var now = clock.GetUtcNow().UtcDateTime;
        if (caller.Needs(Assurance.Proven, ProofAge, now) is { } proof) return proof;
        var fingerprint = StartPaymentHandler.FingerprintOf(command.AccountNumber, command.Amount ?? Money.Zero, null, "refund");
        var before = await db.Set<Refund>().AsNoTracking().Where(r => r.AskedBy == caller.SubjectId && r.IdempotencyKey == command.IdempotencyKey).OrderBy(r => r.Part).ToListAsync(ct);
        if (before.Count > 0) return before[0].Fingerprint == fingerprint ? Answer(before) : Refusal.Conflict("payment.key_reused");

        if ((await accounts.HandleAsync(command.AccountNumber, Right.End, caller, ct)).IsRefused(out var hidden, out var account)) return hidden;
        if (await mirrored.OwnersIdAsync(account.Id, ct) is not null) return Refusal.Conflict("refund.kept_elsewhere");
        if ((await lines.HandleAsync(Right.End, caller, ct)).Any(l => l.AccountId == account.Id)) return Refusal.Conflict("refund.line_live");
        if (await db.Set<Bill>().AnyAsync(b => b.AccountId == account.Id && b.HolderPartyId == account.HolderPartyId && b.State != BillState.Paid, ct)) return Refusal.Conflict("refund.bill_open");
        if (await Advance.OpenOnAsync(db, account.Id, ct) is { } lent) return Refusal.Conflict("refund.advance_open", ("left", lent.Left));
        var cash = await db.Set<Bucket>().SingleOrDefaultAsync(b => b.AccountId == account.Id && b.Key == Bucket.CashKey, ct);
        var held = cash?.Free ?? Money.Zero;
        if (cash is null || held.IsZero || command.Amount > held) return Refusal.Conflict("refund.too_much", ("most", held));

        var left = await ways.ListAsync([account.Id], ct);
        var back = Money.Min(held, new Money(left.Sum(w => w.Left.Minor)));
        if (back.IsZero || command.Amount > back) return Refusal.Conflict("refund.no_way_back", ("most", back));
        var refunds = RefundWays.Split(left, command.Amount ?? back).Select((part, n) => new Refund
        {
            Id = Guid.CreateVersion7(), AccountId = account.Id, BucketId = cash.Id, PaymentId = part.Way.PaymentId, AskedBy = caller.SubjectId, Amount = part.Part,
            IdempotencyKey = command.IdempotencyKey, Part = n + 1, Fingerprint = fingerprint, AskedAt = now,
        }).ToArray();
        foreach (var refund in refunds)
        {
            db.Add(refund);
            new Movement(LedgerTransactionKind.RefundHeld, $"refund:{refund.Id:N}:held", account.Id, now)
                .Fill(cash, -refund.Amount).Book(LedgerAccount.RefundsDue, -refund.Amount, refund.Id).Post(db);
            db.Tell(new RefundUnsent(refund.Id, 1), clock);
            db.Audit(caller, clock, "refund_requested", "refund", refund.Id.ToString("N"), account.HolderPartyId, details: new { amount = refund.Amount.Minor, house.Value.Currency });
        }
        return Answer(refunds);
    }, ct);

    static RequestedRefund Answer(IReadOnlyList<Refund> refunds) =>
        new(new Money(refunds.Sum(r => r.Amount.Minor)), [.. refunds.Select(r => new RefundPart(r.Id, r.Amount, r.State))]);
}
