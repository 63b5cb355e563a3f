using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The payer gives up. If they had already paid, the money counts and the answer says so.</summary>
public sealed record CancelPayment(Guid PaymentId);

public sealed class CancelPaymentHandler(PortalDbContext db, IEnumerable<IPaymentGateway> gateways, Mirrored mirrored, TimeProvider clock)
{
    readonly GatewayAnswers answers = new(db, mirrored, clock);

    public async Task<Outcome<PaymentIntent>> HandleAsync(CancelPayment command, Caller caller, CancellationToken ct)
    {
        var asked = await db.Set<Payment>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == command.PaymentId && p.PayerId == caller.SubjectId, ct);
        if (asked is null) return Refusal.NotFound("payment.not_found");
        if (asked.State.IsOver()) return StartPaymentHandler.IntentOf(asked);
        if (gateways.FirstOrDefault(g => g.Name == asked.Gateway) is not { } gateway) return Refusal.Unavailable("payment.gateway_unavailable");

        // Closed there before it is cancelled here: a page still open in another tab must not take the money.
        if ((await gateway.CloseAsync(asked.Id, ct)).IsRefused(out var why, out var told)) return why;

        return await db.OnceAsync<PaymentIntent>(async () =>
        {
            var payment = await db.Set<Payment>().SingleAsync(p => p.Id == command.PaymentId, ct);
            if (told.State is GatewayState.Approved or GatewayState.Declined) await answers.TakeAsync(payment, told, caller, books: null, ct);
            else if (payment.State.Can(PaymentState.Cancelled))
            {
                payment.State = PaymentState.Cancelled;
                db.CountWhenSaved(payment);
                payment.EndedAt = clock.GetUtcNow().UtcDateTime;
                db.Audit(caller, clock, "payment_cancelled", "payment", payment.Id.ToString("N"), payment.HolderPartyId);
            }
            return StartPaymentHandler.IntentOf(payment);
        }, ct);
    }
}
