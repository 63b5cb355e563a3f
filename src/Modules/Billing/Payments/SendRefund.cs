using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A refund that the gateway has not answered yet.</summary>
public sealed record RefundUnsent(Guid RefundId, int Asking);

/// <summary>Hands a refund to the gateway. Its id is the gateway's key there, so sending it again moves nothing again.</summary>
public sealed class SendRefund(PortalDbContext db, IEnumerable<IPaymentGateway> gateways, TimeProvider clock) : IHandle<RefundUnsent>
{
    const double LongestSeconds = 1800;

    /// <remarks>Saved by the delivery, with the message's removal.</remarks>
    public async Task HandleAsync(RefundUnsent what, CancellationToken ct)
    {
        var refund = await db.Set<Refund>().SingleOrDefaultAsync(r => r.Id == what.RefundId, ct);
        if (refund is null || refund.State != RefundState.Requested) return;
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == refund.PaymentId, ct);
        var answer = gateways.FirstOrDefault(g => g.Name == payment.Gateway) is { } gateway
            ? await gateway.RefundAsync(new GatewayRefundOrder(refund.Id, payment.Id, refund.Amount, payment.Currency), ct)
            : Refusal.Unavailable("payment.gateway_unavailable");
        var now = clock.GetUtcNow().UtcDateTime;
        if (answer.Refusal is { Kind: RefusalKind.Unavailable } || answer is { Succeeded: true, Value.Paid: false })
        {
            var wait = Math.Min(LongestSeconds, 5 * Math.Pow(2, Math.Min(what.Asking, 20)));
            db.Tell(what with { Asking = what.Asking + 1 }, clock, now.AddSeconds(wait));
            return;
        }
        refund.EndedAt = now;
        refund.State = answer.Succeeded ? RefundState.Paid : RefundState.Returned;
        var movement = new Movement(answer.Succeeded ? LedgerTransactionKind.RefundPaid : LedgerTransactionKind.RefundReturned, $"refund:{refund.Id:N}:ended", refund.AccountId, now)
            .Book(LedgerAccount.RefundsDue, refund.Amount, refund.Id);
        if (answer.Succeeded) movement.Book(LedgerAccount.GatewayClearing, -refund.Amount, refund.Id);
        else movement.Fill(await db.Set<Bucket>().SingleAsync(b => b.Id == refund.BucketId, ct), refund.Amount);
        movement.Post(db);
        db.Audit(Caller.System, clock, answer.Succeeded ? "refund_paid" : "refund_returned", "refund", refund.Id.ToString("N"), details: new { amount = refund.Amount.Minor });
    }
}
