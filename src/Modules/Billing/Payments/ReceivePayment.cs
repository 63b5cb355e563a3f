using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment that another system took (a counter, a bank, an agent) and tells of: it is settled when it is told, goes
/// to the bill it names, then the oldest open ones, then the balance.</summary>
/// <param name="Id">Chosen by the door.</param>
/// <param name="BillId">Of the account, or null.</param>
/// <param name="Reference">That system's own, by which its people find it.</param>
/// <param name="Key">The same from the same caller is the same payment; without one each request is its own.</param>
public sealed record ReceivePayment(Guid Id, Guid AccountId, Money Amount, Guid? BillId, string? Reference, string? Key);

public sealed class ReceivePaymentHandler(PortalDbContext db, AccountsById accounts, IOptions<OperatorOptions> house, Mirrored mirrored, TimeProvider clock)
{
    /// <summary>What stands where a payment names its gateway and method.</summary>
    public const string Elsewhere = "elsewhere";

    /// <returns>The payment's id: of the first, when the same is told again.</returns>
    public Task<Outcome<Guid>> HandleAsync(ReceivePayment command, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        if (caller.Lacks(BillingPermissions.WritePayments) is { } lacking) return lacking;
        if (!command.Amount.IsPositive) return Refusal.Invalid("payment.amount_not_positive", "amount");
        if (!Limits.Holds(command.Amount)) return Refusal.Invalid("bucket.amount_wrong", "amount");
        if (command.Key is { Length: 0 or > 100 }) return Refusal.Invalid("request.key_wrong", "Idempotency-Key");
        if (command.Reference?.Length > 100) return Refusal.Invalid("record.too_long", "authorizationCode", ("most", 100));
        var key = command.Key ?? command.Id.ToString("N");
        var fingerprint = StartPaymentHandler.FingerprintOf(command.AccountId.ToString("N"), command.Amount, command.BillId?.ToString("N"), Elsewhere);
        var before = await db.Set<Payment>().AsNoTracking().Where(p => p.PayerId == caller.SubjectId && p.IdempotencyKey == key).Select(p => new { p.Id, p.Fingerprint }).SingleOrDefaultAsync(ct);
        if (before is not null) return before.Fingerprint == fingerprint ? before.Id : Refusal.Conflict("payment.key_reused");

        if (await accounts.FindAsync(command.AccountId, ct) is not { } account) return Refusal.NotFound("account.not_found");
        var bill = command.BillId is { } named ? await db.Set<Bill>().AsNoTracking().Where(b => b.Id == named && b.AccountId == account.Id).Select(b => (Guid?)b.Id).SingleOrDefaultAsync(ct) : null;
        if (command.BillId is not null && bill is null) return Refusal.NotFound("bill.not_found");
        if (account.State == AccountState.Closed && !await db.Set<Bill>().AnyAsync(b => b.AccountId == account.Id && b.State != BillState.Paid, ct)) return Refusal.Conflict("payment.account_closed");

        var now = clock.GetUtcNow().UtcDateTime;
        var payment = Received(command.Id, account, command.Amount, bill, command.Reference, key, fingerprint, house.Value.Currency, caller, now);
        db.Add(payment);
        db.CountWhenSaved(payment);
        (await Books.OpenAsync(db, mirrored, account.Id, ct)).Receive(payment, clock);
        db.Audit(caller, clock, "payment_received", "payment", payment.Id.ToString("N"), account.HolderPartyId, details: new { amount = payment.Amount.Minor, account = account.Number, command.Reference });
        return payment.Id;
    }, ct);

    internal static Payment Received(Guid id, AccountFacts account, Money amount, Guid? bill, string? reference, string key, string fingerprint, string currency, Caller caller, DateTime now) => new()
    {
        Id = id, AccountId = account.Id, HolderPartyId = account.HolderPartyId, PayerId = caller.SubjectId, Channel = caller.Channel, BillId = bill, Amount = amount, Currency = currency,
        State = PaymentState.Settled, Gateway = Elsewhere, Method = Elsewhere, Language = caller.Language, GatewayReference = reference, IdempotencyKey = key, Fingerprint = fingerprint,
        StartedAt = now, ExpiresAt = now, EndedAt = now,
    };
}
