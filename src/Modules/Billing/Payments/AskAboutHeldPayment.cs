using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Asks the gateway anew about a held payment, after its people have put right what it took. It is booked when the
/// answer is the amount that was asked, and by nothing else: no person's word moves money.</summary>
public sealed record AskAboutHeldPayment(Guid PaymentId);

public sealed class AskAboutHeldPaymentHandler(PortalDbContext db, ReconcilePayment reconcile, TimeProvider clock)
{
    /// <returns>The state after the answer: <see cref="PaymentState.Held"/> when it is still another amount, or none came.</returns>
    public Task<Outcome<PaymentState>> HandleAsync(AskAboutHeldPayment command, Caller caller, CancellationToken ct) => db.OnceAsync<PaymentState>(async () =>
    {
        if (caller.Lacks(BillingPermissions.SettleHeld) is { } lacking) return lacking;
        var payment = await db.Set<Payment>().SingleOrDefaultAsync(p => p.Id == command.PaymentId, ct);
        if (payment is null) return Refusal.NotFound("payment.not_found");
        var forwarded = await db.Set<ForwardedPayment>().SingleOrDefaultAsync(f => f.PaymentId == payment.Id && f.State == ForwardState.Refused, ct);
        if (forwarded is not null)
        {
            // Its people have put right why they would not book it: it is brought there again, asking first as ever.
            forwarded.State = ForwardState.Waiting;
            db.Tell(new PaymentToForward(payment.Id, 1), clock, key: ForwardPayment.KeyOf(payment.Id));
            db.Audit(caller, clock, "payment_forwarded_again", "payment", payment.Id.ToString("N"), payment.HolderPartyId);
        }
        if (payment.State == PaymentState.Held) await reconcile.AskAsync(payment, ct);
        return payment.State;
    }, ct);
}
