using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment taken here for an account that another system owns: put in the outbox with the settlement itself, and
/// again until the owner has answered.</summary>
/// <param name="Attempt">From 1.</param>
public sealed record PaymentToForward(Guid PaymentId, int Attempt);

/// <summary>Brings a payment to the owner exactly once: before each sending the owner is asked whether it has it already,
/// for an answer that was lost says nothing about what was done.</summary>
public sealed class ForwardPayment(PortalDbContext db, Mirrored mirrored, IOwnersPayments payments, IOptions<MirrorOptions> options, TimeProvider clock) : IHandle<PaymentToForward>
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    readonly OwnersWord word = new(db, payments, clock);

    /// <remarks>Does not save: the delivery does, together with the message's removal and the next message.</remarks>
    public async Task HandleAsync(PaymentToForward what, CancellationToken ct)
    {
        var forwarded = await db.Set<ForwardedPayment>().SingleOrDefaultAsync(f => f.PaymentId == what.PaymentId, ct);
        if (forwarded is not { State: ForwardState.Waiting }) return;
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == what.PaymentId, ct);
        (forwarded.Attempts, forwarded.TriedAt) = (forwarded.Attempts + 1, clock.GetUtcNow().UtcDateTime);
        if (await mirrored.OwnersIdAsync(forwarded.AccountId, ct) is not { } owners)
        {
            await word.TakeAsync(forwarded, new(OwnersPaymentState.Refused, Why: "The account is no longer mirrored."), ct);
            return;
        }
        var wait = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(what.Attempt, 16))));
        if ((await payments.FindAsync(payment.Id, owners, ct)).IsRefused(out var no, out var told)) { Again(forwarded, what, no, wait); return; }
        if (told.State == OwnersPaymentState.Unknown)
        {
            var bill = payment.BillId is null ? null : await db.Set<Bill>().Where(b => b.Id == payment.BillId && b.Source!.System == options.Value.System).Select(b => b.Source!.ExternalId).SingleOrDefaultAsync(ct);
            var order = new PaymentForOwner(payment.Id, owners, payment.Amount, payment.Currency, bill, payment.EndedAt ?? payment.StartedAt, payment.Method ?? payment.Gateway);
            // It may be acted upon long after we have stopped waiting: until then its absence proves nothing.
            if ((await payments.SendAsync(order, ct)).IsRefused(out no, out told)) { Again(forwarded, what, no, TimeSpan.FromSeconds(Math.Max(options.Value.DoubtSeconds, wait.TotalSeconds))); return; }
        }
        if (told.State is OwnersPaymentState.Booked or OwnersPaymentState.Refused) await word.TakeAsync(forwarded, told, ct);
        else Again(forwarded, what, null, wait);
    }

    void Again(ForwardedPayment forwarded, PaymentToForward what, Refusal? why, TimeSpan wait)
    {
        forwarded.Why = why is null ? null : why.Details?.GetValueOrDefault("detail") as string ?? why.Code;
        db.Tell(what with { Attempt = what.Attempt + 1 }, clock, clock.GetUtcNow().UtcDateTime + wait, KeyOf(what.PaymentId));
    }

    internal static string KeyOf(Guid payment) => $"forward:{payment:N}";

    /// <summary>With the settlement, in its unit of work.</summary>
    internal static void Begin(PortalDbContext db, Payment payment, TimeProvider clock)
    {
        db.Add(new ForwardedPayment { PaymentId = payment.Id, AccountId = payment.AccountId });
        db.Tell(new PaymentToForward(payment.Id, 1), clock, key: KeyOf(payment.Id));
    }
}
