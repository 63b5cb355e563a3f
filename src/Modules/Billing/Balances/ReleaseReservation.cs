using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Frees what a reservation holds.</summary>
public sealed record ReleaseReservation(Guid Id);

/// <summary>A reservation's time is over.</summary>
public sealed record ReservationDue(Guid Id);

public sealed class ReleaseReservationHandler(PortalDbContext db, TimeProvider clock) : IHandle<ReservationDue>
{
    public Task<Outcome<Done>> HandleAsync(ReleaseReservation command, Caller caller, CancellationToken ct) => db.OnceAsync<Done>(async () =>
    {
        if (caller.Lacks(BillingPermissions.WriteBalances) is { } lacking) return lacking;
        var held = await db.Set<BalanceAct>().SingleOrDefaultAsync(a => a.Id == command.Id && a.Kind == BalanceActKind.Reservation, ct);
        if (held is null) return Refusal.NotFound("reservation.not_found");
        if (held.State == BalanceActState.Spent) return Refusal.Conflict("reservation.over");
        if (held.State == BalanceActState.Held) await ReleaseAsync(held, caller, ct);
        return Done.Yes;
    }, ct);

    /// <remarks>Saved by the delivery, with the message's removal.</remarks>
    public async Task HandleAsync(ReservationDue what, CancellationToken ct)
    {
        var held = await db.Set<BalanceAct>().SingleOrDefaultAsync(a => a.Id == what.Id, ct);
        if (held is { State: BalanceActState.Held }) await ReleaseAsync(held, null, ct);
    }

    async Task ReleaseAsync(BalanceAct held, Caller? caller, CancellationToken ct)
    {
        var bucket = await db.Set<Bucket>().SingleAsync(b => b.Id == held.BucketId, ct);
        // The delivery itself takes its message away.
        await Reservations.EndAsync(db, held, bucket, BalanceActState.Released, clock.GetUtcNow().UtcDateTime, ct, withdraw: caller is not null);
        db.Audit(caller ?? Caller.System, clock, "reservation_released", "reserveBalance", held.Id.ToString(), held.HolderPartyId, details: new { amount = held.Amount.Minor });
    }
}

internal static class Reservations
{
    /// <summary>Under which its end is scheduled.</summary>
    public static string KeyOf(Guid id) => $"reservation:{id:N}";

    public static async Task EndAsync(PortalDbContext db, BalanceAct held, Bucket bucket, BalanceActState state, DateTime now, CancellationToken ct, bool withdraw = true)
    {
        bucket.Reserve(-held.Amount);
        (held.State, held.EndedAt) = (state, now);
        if (withdraw) await db.WithdrawAsync(KeyOf(held.Id), ct);
    }
}
