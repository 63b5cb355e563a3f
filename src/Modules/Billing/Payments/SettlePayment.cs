using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Acts on what the gateway says became of a payment, by its notification or to our question. Approved money
/// moves exactly once, however often and from however many sides this is called.</summary>
/// <param name="Gateway">Who says it: a gateway speaks of its own payments only.</param>
public sealed record SettlePayment(Guid PaymentId, string Gateway, GatewayPayment Told);

/// <summary>Money of a customer's has arrived and stands in the books.</summary>
public sealed record PaymentSettled(Guid PaymentId, Guid AccountId, Money Amount);

public sealed class SettlePaymentHandler(PortalDbContext db, Mirrored mirrored, TimeProvider clock)
{
    readonly GatewayAnswers answers = new(db, mirrored, clock);

    public Task<Outcome<PaymentIntent>> HandleAsync(SettlePayment command, Caller caller, CancellationToken ct) => db.OnceAsync<PaymentIntent>(async () =>
    {
        var payment = await db.Set<Payment>().SingleOrDefaultAsync(p => p.Id == command.PaymentId && p.Gateway == command.Gateway, ct);
        if (payment is null) return Refusal.NotFound("payment.not_found");
        await answers.TakeAsync(payment, command.Told, caller, ct);
        return StartPaymentHandler.IntentOf(payment);
    }, ct);
}
