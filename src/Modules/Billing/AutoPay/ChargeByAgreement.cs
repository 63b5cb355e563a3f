using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Has the gateway charge a payment by its payer's standing permission. The payment's id is the gateway's key, so
/// asking again charges nothing again; what is not answered here is settled by notification or reconciliation as ever.</summary>
public sealed class ChargeByAgreement(PortalDbContext db, IEnumerable<IPaymentGateway> gateways, AccountsById accounts, PaymentAddresses addresses, Texts texts,
    IOptions<OperatorOptions> house, Mirrored mirrored, Agreements agreements, TimeProvider clock) : IHandle<ChargeDue>
{
    readonly GatewayAnswers answers = new(db, mirrored, clock);

    /// <remarks>Saved by the delivery, with the message's removal.</remarks>
    public async Task HandleAsync(ChargeDue what, CancellationToken ct)
    {
        var payment = await db.Set<Payment>().SingleOrDefaultAsync(p => p.Id == what.PaymentId, ct);
        if (payment is null || payment.State.IsOver() || gateways.FirstOrDefault(g => g.Name == payment.Gateway) is not { } gateway) return;
        // Past its time nothing is ordered any more: the reconciliation takes an order that is unknown ten minutes later for one
        // that never arrived, and another payment is begun for the same bill.
        if (clock.GetUtcNow().UtcDateTime >= payment.ExpiresAt) return;
        var wish = await (from charge in db.Set<AutoCharge>() where charge.PaymentId == payment.Id join one in db.Set<AutoPay>() on charge.AutoPayId equals one.Id select one).SingleAsync(ct);
        var owed = await db.Set<Bill>().Where(b => b.Id == payment.BillId).Select(b => b.Outstanding).SingleAsync(ct);

        // Paid by hand, or switched off, since it was begun. The gateway closes it first: an earlier order may have arrived.
        if (wish.State != AutoPayState.On || owed < payment.Amount)
        {
            var closed = await gateway.CloseAsync(payment.Id, ct);
            if (closed.Refusal is not null) Again(what, payment);
            else if (closed.Value.State is GatewayState.Approved or GatewayState.Declined) await answers.TakeAsync(payment, closed.Value, Caller.System, books: null, ct);
            else await answers.TakeAsync(payment, closed.Value with { State = GatewayState.Expired }, Caller.System, books: null, ct);
            return;
        }
        var account = await accounts.FindAsync(payment.AccountId, ct);
        var ordered = await gateway.OrderAsync(new GatewayOrder(payment.Id, payment.Amount, payment.Currency, texts.Say(payment.Language, "payment.subject", ("operator", house.Value.Name), ("account", account!.Number)),
            addresses.ReturnTo(payment.Id), addresses.NotifyTo(gateway.Name), payment.Language, payment.Method, wish.Id), ct);
        if (ordered.Succeeded) await answers.TakeAsync(payment, ordered.Value, Caller.System, books: null, ct);
        else if (ordered.Refusal!.Kind == RefusalKind.Unavailable) Again(what, payment);
        else
        {
            await answers.TakeAsync(payment, GatewayPayment.Unknown with { State = GatewayState.Declined, Amount = payment.Amount, Currency = payment.Currency }, Caller.System, books: null, ct);
            // It would not: perhaps because the payer has ended the permission there.
            if (!(await gateway.FindMandateAsync(wish.Id, ct)).IsRefused(out _, out var told)) await agreements.TakeAsync(wish, told, ct);
        }
    }

    // While it may still be paid; later the reconciliation gives it up, and the next run begins another.
    void Again(ChargeDue what, Payment payment)
    {
        var due = clock.GetUtcNow().UtcDateTime.AddSeconds(Math.Min(600, 5 * Math.Pow(2, Math.Min(what.Asking, 20))));
        if (due < payment.ExpiresAt) db.Tell(what with { Asking = what.Asking + 1 }, clock, due);
    }
}
