using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Pays a bill out of the account's own buckets, in their draw order. No gateway: it is settled when it answers.</summary>
/// <param name="Amount">All that is outstanding when null.</param>
public sealed record PayFromBalance(string AccountNumber, string BillNumber, Money? Amount, string IdempotencyKey)
{
    /// <summary>Where the door has chosen it.</summary>
    public Guid? Id { get; init; }
}

public sealed class PayFromBalanceHandler(PortalDbContext db, FindAccount accounts, IOptions<OperatorOptions> house, Texts texts, Mirrored mirrored, TimeProvider clock)
{
    /// <summary>What stands where a payment names its gateway.</summary>
    public const string Balance = "balance";

    public Task<Outcome<PaymentIntent>> HandleAsync(PayFromBalance command, Caller caller, CancellationToken ct) => db.OnceAsync<PaymentIntent>(async () =>
    {
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        if (command.Amount is { IsPositive: false }) return Refusal.Invalid("payment.amount_not_positive", "amount");
        var fingerprint = StartPaymentHandler.FingerprintOf(command.AccountNumber, command.Amount ?? Money.Zero, command.BillNumber, Balance);
        var before = await db.Set<Payment>().AsNoTracking().SingleOrDefaultAsync(p => p.PayerId == caller.SubjectId && p.IdempotencyKey == command.IdempotencyKey, ct);
        if (before is not null) return before.Fingerprint == fingerprint ? StartPaymentHandler.IntentOf(before) : Refusal.Conflict("payment.key_reused");

        if ((await accounts.HandleAsync(command.AccountNumber, Right.Pay, caller, ct)).IsRefused(out var hidden, out var account)) return hidden;
        if (await mirrored.OwnersIdAsync(account.Id, ct) is not null) return Refusal.Conflict("balance.kept_elsewhere");
        var bill = await db.Set<Bill>().Include(b => b.Lines).SingleOrDefaultAsync(b => b.Number == command.BillNumber && b.AccountId == account.Id && b.HolderPartyId == account.HolderPartyId, ct);
        if (bill is null) return Refusal.NotFound("bill.not_found");
        if (!bill.Outstanding.IsPositive) return Refusal.Conflict("bill.nothing_due");
        var wanted = command.Amount ?? bill.Outstanding;
        if (wanted > bill.Outstanding) return Refusal.Invalid("payment.more_than_due", "amount", ("due", bill.Outstanding));

        var now = clock.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, texts.Zone));
        var drawn = Buckets.Draw(await db.Set<Bucket>().Where(b => b.AccountId == account.Id).ToListAsync(ct), bill.Lines, wanted, now, today);
        var found = new Money(drawn.Sum(d => d.Amount.Minor));
        if (found < wanted) return Refusal.Conflict("balance.too_low", ("available", found));

        var payment = new Payment
        {
            Id = command.Id ?? Guid.CreateVersion7(), AccountId = account.Id, HolderPartyId = account.HolderPartyId, PayerId = caller.SubjectId, ActingFor = caller.ActingFor, Channel = caller.Channel, BillId = bill.Id,
            Amount = wanted, Currency = house.Value.Currency, Gateway = Balance, Method = Balance, Language = caller.Language, State = PaymentState.Settled,
            IdempotencyKey = command.IdempotencyKey, Fingerprint = fingerprint, StartedAt = now, ExpiresAt = now, EndedAt = now,
        };
        db.Add(payment);
        db.CountWhenSaved(payment);
        var movement = new Movement(LedgerTransactionKind.PaidFromBalance, $"payment:{payment.Id:N}:settled", account.Id, now);
        foreach (var (bucket, amount) in drawn) movement.Fill(bucket, -amount).Pay(bill, amount, payment.Id, bucket.Id);
        movement.Post(db);
        db.Tell(new PaymentSettled(payment.Id, account.Id, wanted), clock);
        db.Audit(caller, clock, "payment_from_balance", "payment", payment.Id.ToString("N"), account.HolderPartyId, details: new { amount = wanted.Minor, bill = bill.Number });
        return StartPaymentHandler.IntentOf(payment);
    }, ct);
}
