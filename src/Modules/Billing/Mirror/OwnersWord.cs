using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What the owner says of a payment we forwarded, however it came: as the answer to sending it, or to our question.</summary>
internal sealed class OwnersWord(PortalDbContext db, IOwnersPayments payments, TimeProvider clock)
{
    /// <summary>Asks about every payment of an account that waits, and notes what is answered.</summary>
    /// <returns>How many have been answered.</returns>
    public async Task<Outcome<int>> AskAsync(Guid account, string owners, CancellationToken ct)
    {
        var answered = 0;
        foreach (var id in await db.Set<ForwardedPayment>().Where(f => f.AccountId == account && f.State == ForwardState.Waiting).Select(f => f.PaymentId).ToListAsync(ct))
        {
            if ((await payments.FindAsync(id, owners, ct)).IsRefused(out var no, out var told)) return no;
            if (told.State is OwnersPaymentState.Unknown) continue;
            if (told.State is OwnersPaymentState.UnderWay) return Refusal.Unavailable("mirror.moving");
            var taken = await db.OnceAsync<Done>(async () =>
            {
                var forwarded = await db.Set<ForwardedPayment>().SingleAsync(f => f.PaymentId == id, ct);
                await TakeAsync(forwarded, told, ct);
                return Done.Yes;
            }, ct);
            if (taken.IsRefused(out no, out _)) return no;
            db.ChangeTracker.Clear();
            answered++;
        }
        return answered;
    }

    /// <summary>Changes the payment by the answer, in this unit of work; the caller saves.</summary>
    public async Task TakeAsync(ForwardedPayment forwarded, OwnersPayment told, CancellationToken ct)
    {
        if (forwarded.State == ForwardState.Booked) return;
        var payment = await db.Set<Payment>().AsNoTracking().SingleAsync(p => p.Id == forwarded.PaymentId, ct);
        var next = Next(told, payment.Amount, out var why);
        if (next == forwarded.State) return;
        (forwarded.State, forwarded.Reference, forwarded.Why) = (next, told.Reference, why is null ? null : why[..Math.Min(why.Length, 400)]);
        forwarded.EndedAt = clock.GetUtcNow().UtcDateTime;
        if (await db.Set<MirroredAccount>().SingleOrDefaultAsync(m => m.AccountId == forwarded.AccountId, ct) is { } copy) copy.Answered++;
        db.Audit(Caller.System, clock, next == ForwardState.Booked ? "payment_booked_by_owner" : "payment_refused_by_owner", "payment", payment.Id.ToString("N"), payment.HolderPartyId,
            details: new { amount = payment.Amount.Minor, told.Reference });
        db.Tell(new PaymentAnswered(payment.Id, payment.AccountId, next), clock);
    }

    /// <summary>Which state the answer leads to. Pure.</summary>
    internal static ForwardState Next(OwnersPayment told, Money asked, out string? why)
    {
        why = told.State == OwnersPaymentState.Refused ? told.Why ?? "" : told.State == OwnersPaymentState.Booked && told.Amount != asked ? $"booked {told.Amount} instead of {asked}" : null;
        return why is not null ? ForwardState.Refused : told.State == OwnersPaymentState.Booked ? ForwardState.Booked : ForwardState.Waiting;
    }
}
