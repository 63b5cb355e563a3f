using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Gives back out of an account's cash what one payment brought, by order of another system. What a gateway took goes
/// back by it; what was taken elsewhere is given back there, and this is the record of it.</summary>
/// <param name="Id">Chosen by the door.</param>
/// <param name="PaymentId">The latest that suffices when null.</param>
/// <param name="Key">The same from the same caller is the same refund; without one each request is its own.</param>
public sealed record RefundPayment(Guid Id, Guid AccountId, Guid? PaymentId, Money Amount, string? Key);

public sealed class RefundPaymentHandler(PortalDbContext db, AccountsById accounts, TimeProvider clock)
{
    readonly RefundWays ways = new(db);

    /// <returns>The refund's id: of the first, when the same is told again.</returns>
    public Task<Outcome<Guid>> HandleAsync(RefundPayment command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        if (caller.Lacks(BillingPermissions.WritePayments) is { } lacking) return lacking;
        if (!command.Amount.IsPositive) return Refusal.Invalid("payment.amount_not_positive", "amount");
        if (command.Key is { Length: 0 or > 100 }) return Refusal.Invalid("request.key_wrong", "Idempotency-Key");
        var key = command.Key ?? command.Id.ToString("N");
        var fingerprint = StartPaymentHandler.FingerprintOf(command.AccountId.ToString("N"), command.Amount, command.PaymentId?.ToString("N"), "refund");
        var before = await db.Set<Refund>().AsNoTracking().Where(r => r.AskedBy == caller.SubjectId && r.IdempotencyKey == key).Select(r => new { r.Id, r.Fingerprint }).SingleOrDefaultAsync(ct);
        if (before is not null) return before.Fingerprint == fingerprint ? before.Id : Refusal.Conflict("payment.key_reused");

        if (await accounts.FindAsync(command.AccountId, ct) is not { } account) return Refusal.NotFound("account.not_found");
        var left = await ways.ListAsync([account.Id], ct, elsewhere: true);
        if (command.PaymentId is { } named && left.All(w => w.PaymentId != named) && !await db.Set<Payment>().AnyAsync(p => p.Id == named && p.AccountId == account.Id, ct)) return Refusal.NotFound("payment.not_found");
        var cash = await db.Set<Bucket>().SingleOrDefaultAsync(b => b.AccountId == account.Id && b.Key == Bucket.CashKey, ct);
        var way = left.FirstOrDefault(w => (command.PaymentId is null || w.PaymentId == command.PaymentId) && w.Left >= command.Amount);
        if (cash is null || command.Amount > cash.Free) return Refusal.Conflict("refund.too_much", ("most", cash?.Free ?? Money.Zero));
        if (way is null) return Refusal.Conflict("refund.no_way_back", ("most", left.Where(w => command.PaymentId is null || w.PaymentId == command.PaymentId).Select(w => w.Left).DefaultIfEmpty(Money.Zero).Max()));

        var now = clock.GetUtcNow().UtcDateTime;
        var there = way.Gateway == ReceivePaymentHandler.Elsewhere;
        var refund = new Refund
        {
            Id = command.Id, AccountId = account.Id, BucketId = cash.Id, PaymentId = way.PaymentId, AskedBy = caller.SubjectId, Amount = command.Amount, State = there ? RefundState.Paid : RefundState.Requested,
            IdempotencyKey = key, Part = 1, Fingerprint = fingerprint, AskedAt = now, EndedAt = there ? now : null,
        };
        db.Add(refund);
        new Movement(there ? LedgerTransactionKind.RefundPaid : LedgerTransactionKind.RefundHeld, $"refund:{refund.Id:N}:{(there ? "ended" : "held")}", account.Id, now)
            .Fill(cash, -refund.Amount).Book(there ? LedgerAccount.GatewayClearing : LedgerAccount.RefundsDue, -refund.Amount, refund.Id).Post(db);
        if (!there) db.Tell(new RefundUnsent(refund.Id, 1), clock);
        db.Audit(caller, clock, there ? "refund_paid" : "refund_requested", "refund", refund.Id.ToString("N"), account.HolderPartyId, details: new { amount = refund.Amount.Minor, account = account.Number });
        return refund.Id;
    }, ct);
}
