using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Stores the intent to pay and when to ask what became of it. Moves nothing; the gateway is called afterwards
/// by <see cref="RequestPaymentPage"/>.</summary>
/// <param name="ForBill">Number of the bill it is for; without one the oldest open bill takes it, then the balance.</param>
/// <param name="IdempotencyKey">8 to 100 characters: the same key from the same payer is the same intent.</param>
/// <param name="Method">One of the gateway's methods, or null to choose there.</param>
public sealed record StartPayment(string AccountNumber, Money Amount, string? ForBill, string IdempotencyKey, string? Method = null)
{
    /// <summary>Where the door has chosen it.</summary>
    public Guid? Id { get; init; }
}

public sealed record PaymentIntent(Guid Id, Money Amount, PaymentState State, DateTime ExpiresAt);

public sealed class StartPaymentHandler(PortalDbContext db, FindAccount accounts, IEnumerable<IPaymentGateway> gateways, IOptions<PaymentOptions> options,
    IOptions<OperatorOptions> house, TimeProvider clock)
{
    public async Task<Outcome<PaymentIntent>> HandleAsync(StartPayment command, Caller caller, CancellationToken ct)
    {
        if (Wrong(command) is { } why) return why;
        var fingerprint = FingerprintOf(command.AccountNumber, command.Amount, command.ForBill, command.Method);
        if (await FindAsync(command.IdempotencyKey, caller, ct) is { } before) return Repeat(before, fingerprint);

        if ((await accounts.HandleAsync(command.AccountNumber, Right.Pay, caller, ct)).IsRefused(out var hidden, out var account)) return hidden;
        var bill = command.ForBill is null ? null
            : await db.Set<Bill>().AsNoTracking().Where(b => b.Number == command.ForBill && b.AccountId == account.Id
                && (b.HolderPartyId == account.HolderPartyId || b.HolderPartyId == caller.SubjectId)).Select(b => new { b.Id, b.Outstanding }).SingleOrDefaultAsync(ct);
        if (command.ForBill is not null && bill is null) return Refusal.NotFound("bill.not_found");
        if (bill is { Outstanding.IsPositive: false }) return Refusal.Conflict("bill.nothing_due");
        if (account.State == AccountState.Closed && !await db.Set<Bill>().AnyAsync(b => b.AccountId == account.Id && b.State != BillState.Paid, ct))
            return Refusal.Conflict("payment.account_closed");
        if (gateways.FirstOrDefault(g => g.IsOpen) is not { } gateway) return Refusal.Unavailable("payment.gateway_unavailable");
        if (command.Method is not null && !gateway.Methods.Contains(command.Method)) return Refusal.Invalid("payment.method_unknown", "method");

        var now = clock.GetUtcNow().UtcDateTime;
        var payment = new Payment
        {
            Id = command.Id ?? Guid.CreateVersion7(), AccountId = account.Id, HolderPartyId = account.HolderPartyId, PayerId = caller.SubjectId, ActingFor = caller.ActingFor, Channel = caller.Channel, BillId = bill?.Id,
            Amount = command.Amount, Currency = house.Value.Currency, Gateway = gateway.Name, Method = command.Method, Language = caller.Language,
            IdempotencyKey = command.IdempotencyKey, Fingerprint = fingerprint, StartedAt = now, ExpiresAt = now.AddMinutes(options.Value.ExpireMinutes),
        };
        db.Add(payment);
        db.Tell(new PaymentUnsettled(payment.Id, 1), clock, now.AddSeconds(options.Value.ReconcileSeconds), Payment.KeyOf(payment.Id));
        db.Audit(caller, clock, "payment_started", "payment", payment.Id.ToString("N"), account.HolderPartyId, details: new { amount = payment.Amount.Minor, account = account.Number });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicateKey(failure))
        {
            db.ChangeTracker.Clear(); // the same key, twice at once: the other was first
            return Repeat((await FindAsync(command.IdempotencyKey, caller, ct))!, fingerprint);
        }
        return IntentOf(payment);
    }

    Refusal? Wrong(StartPayment command)
    {
        if (!command.Amount.IsPositive) return Refusal.Invalid("payment.amount_not_positive", "amount");
        if (command.Amount.Minor > options.Value.Most) return Refusal.Invalid("payment.amount_too_high", "amount", ("most", new Money(options.Value.Most)));
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        return null;
    }

    Task<Payment?> FindAsync(string key, Caller caller, CancellationToken ct) =>
        db.Set<Payment>().AsNoTracking().SingleOrDefaultAsync(p => p.PayerId == caller.SubjectId && p.IdempotencyKey == key, ct);

    static Outcome<PaymentIntent> Repeat(Payment before, string fingerprint) =>
        before.Fingerprint == fingerprint ? IntentOf(before) : Refusal.Conflict("payment.key_reused");

    internal static PaymentIntent IntentOf(Payment payment) => new(payment.Id, payment.Amount, payment.State, payment.ExpiresAt);

    internal static string FingerprintOf(string account, Money amount, string? bill, string? method) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', account, amount.Minor.ToString(CultureInfo.InvariantCulture), bill, method))));
}
