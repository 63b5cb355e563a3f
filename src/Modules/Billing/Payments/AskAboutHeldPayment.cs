using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Asks the gateway anew about a held payment, after its people have put right what it took. It is booked when the
/// answer is the amount that was asked, and by nothing else: no person's word moves money.</summary>
public sealed record AskAboutHeldPayment(Guid PaymentId);

public sealed class AskAboutHeldPaymentHandler(PortalDbContext db, ReconcilePayment reconcile)
{
    /// <returns>The state after the answer: <see cref="PaymentState.Held"/> when it is still another amount, or none came.</returns>
    public Task<Outcome<PaymentState>> HandleAsync(AskAboutHeldPayment command, Caller caller, CancellationToken ct) => db.OnceAsync<PaymentState>(async () =>
    {
        if (caller.Lacks(BillingPermissions.SettleHeld) is { } lacking) return lacking;
        var payment = await db.Set<Payment>().SingleOrDefaultAsync(p => p.Id == command.PaymentId, ct);
        if (payment is null) return Refusal.NotFound("payment.not_found");
        if (payment.State == PaymentState.Held) await reconcile.AskAsync(payment, ct);
        return payment.State;
    }, ct);
}
