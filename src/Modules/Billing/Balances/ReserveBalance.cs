using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Sets money of a bucket aside: it stays the customer's, and nothing else can spend it until it is released, taken
/// by an adjustment, or its time is over.</summary>
/// <param name="Until">A day from now when null.</param>
public sealed record ReserveBalance(BalanceRequest What, DateTime? Until = null);

public sealed class ReserveBalanceHandler(PortalDbContext db, AccountsById accounts, Mirrored mirrored, IOptions<OperatorOptions> house, TimeProvider clock)
{
    public static readonly TimeSpan Usual = TimeSpan.FromDays(1), Longest = TimeSpan.FromDays(31);

    /// <returns>The act's id: of the first, when the same is told again.</returns>
    public Task<Outcome<Guid>> HandleAsync(ReserveBalance command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        var what = command.What;
        if (caller.Lacks(BillingPermissions.WriteBalances) is { } lacking) return lacking;
        if (what.Wrong() is { } wrong) return wrong;
        if (!what.Amount.IsPositive) return Refusal.Invalid("payment.amount_not_positive", "amount");
        if (await what.EarlierAsync(db, BalanceActKind.Reservation, caller, ct) is { } before) return before;
        var now = clock.GetUtcNow().UtcDateTime;
        var until = command.Until ?? now + Usual;
        if (until <= now || until > now + Longest) return Refusal.Invalid("reservation.until", "validFor", ("days", (int)Longest.TotalDays));
        if ((await what.TargetAsync(db, accounts, ct)).IsRefused(out var why, out var target)) return why;
        var (bucket, account) = target;
        if (await mirrored.OwnersIdAsync(account.Id, ct) is not null) return Refusal.Conflict("balance.kept_elsewhere");
        var available = bucket.Available(now, house.Value.DayOf(now));
        if (what.Amount > available) return Refusal.Conflict("balance.too_low", ("available", available));

        bucket.Reserve(what.Amount);
        db.Add(what.Act(BalanceActKind.Reservation, BalanceActState.Held, bucket, account, caller, now, expires: until));
        db.Tell(new ReservationDue(what.Id), clock, until, Reservations.KeyOf(what.Id));
        db.Audit(caller, clock, "balance_reserved", "reserveBalance", what.Id.ToString(), account.HolderPartyId, details: new { amount = what.Amount.Minor, until, account = account.Number });
        return what.Id;
    }, ct);
}
