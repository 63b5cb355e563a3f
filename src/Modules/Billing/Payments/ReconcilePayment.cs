using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment whose end is not known: put in the outbox with the intent itself, due after a while, and again
/// until the gateway has said something final.</summary>
/// <param name="Asking">The how-manieth question this will be, from 1.</param>
public sealed record PaymentUnsettled(Guid PaymentId, int Asking);

/// <summary>Asks the gateway what became of a payment. Covers every way in which we may have missed it: a lost
/// notification, a process killed between order and answer, a payer who closed the page.</summary>
public sealed class ReconcilePayment(PortalDbContext db, IEnumerable<IPaymentGateway> gateways, IOptions<PaymentOptions> options, Mirrored mirrored, TimeProvider clock)
    : IHandle<PaymentUnsettled>
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    static readonly TimeSpan LateOrder = TimeSpan.FromMinutes(10);
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    readonly GatewayAnswers answers = new(db, mirrored, clock);

    /// <remarks>Does not save: the delivery does, together with the message's removal, so this question, its answer and the
    /// next question are stored as one.</remarks>
    public async Task HandleAsync(PaymentUnsettled what, CancellationToken ct)
    {
        var payment = await db.Set<Payment>().SingleOrDefaultAsync(p => p.Id == what.PaymentId, ct);
        if (payment is null or { State: PaymentState.Settled or PaymentState.Held }) return;
        if (await AskAsync(payment, ct)) return;
        var wait = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, options.Value.ReconcileSeconds * Math.Pow(2, Math.Min(what.Asking, 20))));
        db.Tell(new PaymentUnsettled(payment.Id, what.Asking + 1), clock, clock.GetUtcNow().UtcDateTime + wait, Payment.KeyOf(payment.Id));
    }

    /// <summary>The same at once, for a payer who has come back from the gateway; not more often than every two seconds.
    /// Anybody may cause the question, for its answer is the gateway's and nothing is told to who caused it.</summary>
    public Task<Outcome<Done>> NowAsync(Guid id, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var payment = await db.Set<Payment>().SingleOrDefaultAsync(p => p.Id == id, ct);
        if (payment is null || payment.State.IsOver() || payment.AskedAt > now - LookAgain) return Done.Yes;
        await AskAsync(payment, ct);
        return Done.Yes;
    }, ct);

    /// <summary>Asks, and changes the payment by the answer; the caller saves. Says whether the answer was final.</summary>
    internal async Task<bool> AskAsync(Payment payment, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        payment.AskedAt = now;
        if (gateways.FirstOrDefault(g => g.Name == payment.Gateway) is not { } gateway) return false;
        if ((await gateway.FindAsync(payment.Id, ct)).IsRefused(out _, out var told)) return false;
        if (told.State == GatewayState.Unknown)
        {
            // The order may still be on its way; long after its time it is not, and nothing can have moved.
            if (now < payment.ExpiresAt + LateOrder) return false;
            await answers.TakeAsync(payment, told with { State = GatewayState.Expired, Reference = payment.GatewayReference ?? "" }, Caller.System, books: null, ct);
            return true;
        }
        await answers.TakeAsync(payment, told, Caller.System, books: null, ct);
        return told.State != GatewayState.Pending;
    }
}
