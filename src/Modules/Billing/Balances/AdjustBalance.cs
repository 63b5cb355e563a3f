using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Puts a balance right, with a reason: adds to a bucket, or takes from it what is free there. Taking may use up a
/// reservation; what it does not take of it is free again.</summary>
public sealed record AdjustBalance(BalanceRequest What, Guid? ReservationId = null);

public sealed class AdjustBalanceHandler(PortalDbContext db, AccountsById accounts, Mirrored mirrored, TimeProvider clock)
{
    /// <returns>The act's id: of the first, when the same is told again.</returns>
    public Task<Outcome<Guid>> HandleAsync(AdjustBalance command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        var what = command.What;
        if (caller.Lacks(BillingPermissions.AdjustBalances) is { } lacking) return lacking;
        if (what.Wrong() is { } wrong) return wrong;
        if (what.Amount.IsZero) return Refusal.Invalid("bucket.amount_wrong", "amount");
        if (string.IsNullOrWhiteSpace(what.Reason)) return Refusal.Invalid("balance.reason_needed", "reason");
        if (await what.EarlierAsync(db, BalanceActKind.Adjustment, caller, ct) is { } before) return before;
        if ((await what.TargetAsync(db, accounts, ct)).IsRefused(out var why, out var target)) return why;
        var (bucket, account) = target;
        if (await mirrored.OwnersIdAsync(account.Id, ct) is not null) return Refusal.Conflict("balance.kept_elsewhere");
        var now = clock.GetUtcNow().UtcDateTime;
        var held = command.ReservationId is { } id ? await db.Set<BalanceAct>().SingleOrDefaultAsync(a => a.Id == id && a.Kind == BalanceActKind.Reservation && a.BucketId == bucket.Id, ct) : null;
        if (command.ReservationId is not null && held is null) return Refusal.NotFound("reservation.not_found");
        if (held is { State: not BalanceActState.Held }) return Refusal.Conflict("reservation.over");
        // Money that was set aside is taken whole or in part, never more: who needs more reserves more.
        var most = held?.Amount ?? bucket.Free;
        if (what.Amount.IsNegative && -what.Amount > most) return Refusal.Conflict("balance.too_low", ("available", most));
        if (what.Amount.IsPositive && (held is not null || bucket.ExpiresAt <= now)) return Refusal.Conflict(held is null ? "bucket.expired" : "reservation.takes_only");

        if (held is not null) await Reservations.EndAsync(db, held, bucket, BalanceActState.Spent, now, ct);
        new Movement(LedgerTransactionKind.Adjusted, $"adjustment:{what.Id:N}", account.Id, now).Book(LedgerAccount.Adjustments, what.Amount).Fill(bucket, what.Amount).Post(db);
        db.Add(what.Act(BalanceActKind.Adjustment, BalanceActState.Done, bucket, account, caller, now, reservation: held?.Id));
        db.Audit(caller, clock, "balance_adjusted", "adjustBalance", what.Id.ToString(), account.HolderPartyId, what.Reason, new { amount = what.Amount.Minor, bucket = bucket.Id, account = account.Number });
        return what.Id;
    }, ct);
}
