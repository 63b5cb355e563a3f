using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Money that a customer paid to another system for their balance: a payment into the ledger, and none of it goes to
/// bills.</summary>
public sealed record TopUp(BalanceRequest What);

public sealed class TopUpHandler(PortalDbContext db, AccountsById accounts, Mirrored mirrored, IOptions<OperatorOptions> house, TimeProvider clock)
{
    /// <returns>The act's id: of the first, when the same is told again.</returns>
    public Task<Outcome<Guid>> HandleAsync(TopUp command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        var what = command.What;
        if (caller.Lacks(BillingPermissions.WriteBalances) is { } lacking) return lacking;
        if (what.Wrong() is { } wrong) return wrong;
        if (!what.Amount.IsPositive) return Refusal.Invalid("payment.amount_not_positive", "amount");
        if (await what.EarlierAsync(db, BalanceActKind.TopUp, caller, ct) is { } before) return before;
        if ((await what.TargetAsync(db, accounts, ct)).IsRefused(out var why, out var target)) return why;
        var (bucket, account) = target;
        if (await mirrored.OwnersIdAsync(account.Id, ct) is not null) return Refusal.Conflict("balance.kept_elsewhere");
        if (bucket.Key != Bucket.CashKey) return Refusal.Conflict("bucket.not_cash");
        if (account.State == AccountState.Closed) return Refusal.Conflict("payment.account_closed");

        var now = clock.GetUtcNow().UtcDateTime;
        var payment = ReceivePaymentHandler.Received(Guid.CreateVersion7(), account, what.Amount, null, null, $"topup:{what.Id:N}", what.Fingerprint(BalanceActKind.TopUp), house.Value.Currency, caller, now);
        db.Add(payment);
        db.CountWhenSaved(payment);
        db.Add(what.Act(BalanceActKind.TopUp, BalanceActState.Done, bucket, account, caller, now, payment.Id));
        var advance = await Advance.OpenOnAsync(db, account.Id, ct);
        Receipt.Of(payment, [], () => bucket, now, advance: advance).Post(db);
        if (advance is not null) db.Tell(new AdvanceChanged(advance.Id, advance.Left), clock);
        db.Tell(new PaymentSettled(payment.Id, account.Id, payment.Amount), clock);
        db.Audit(caller, clock, "balance_topped_up", "topupBalance", what.Id.ToString(), account.HolderPartyId, details: new { amount = what.Amount.Minor, account = account.Number });
        return what.Id;
    }, ct);
}
