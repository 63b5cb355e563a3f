using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Puts the money behind a code into an account that the caller may pay for.</summary>
/// <param name="Code">As typed.</param>
/// <param name="IdempotencyKey">8 to 100 characters: the same key from the same person is the same redeeming.</param>
public sealed record RedeemVoucher(string AccountNumber, string? Code, string IdempotencyKey);

/// <summary>A voucher's money lies in an account now.</summary>
public sealed record VoucherRedeemed(Guid VoucherId, Channel Channel, string Language);

public sealed class RedeemVoucherHandler(PortalDbContext db, FindAccount accounts, Limiter limiter, SecretColumns secrets, Mirrored mirrored, Texts texts, TimeProvider clock)
{
    const string Wrong = "voucher.wrong";

    /// <summary>What is wrong with the form of a code, or null: known without looking, and no try.</summary>
    public static Refusal? NotACode(string? typed) => VoucherCode.Read(typed) is null ? Refusal.Invalid("voucher.not_a_code", "code", ("digits", VoucherCode.Digits)) : null;

    /// <summary>The end of a code, by which its holder knows it again and nobody can redeem it.</summary>
    public static string EndOf(string typed) => VoucherCode.Read(typed)?[^4..] ?? "";

    /// <returns>The voucher's id, for <see cref="ViewRedeemed"/>.</returns>
    public async Task<Outcome<Guid>> HandleAsync(RedeemVoucher command, Caller caller, CancellationToken ct)
    {
        if (command.IdempotencyKey is not { Length: >= 8 and <= 100 }) return Refusal.Invalid("payment.key_wrong", "idempotencyKey");
        if (NotACode(command.Code) is { } unread) return unread;
        var code = VoucherCode.Read(command.Code)!;
        if ((await accounts.HandleAsync(command.AccountNumber, Right.Pay, caller, ct)).IsRefused(out var hidden, out var account)) return hidden;
        if (await mirrored.OwnersIdAsync(account.Id, ct) is not null) return Refusal.Conflict("voucher.kept_elsewhere");
        if (account.State == AccountState.Closed) return Refusal.Conflict("voucher.account_closed");

        // Counted before looking, so that guesses sent side by side each take a try; given back when the whole code was right.
        var tries = Tries(account, caller);
        if ((await limiter.TryAsync("voucher.locked", ct, tries)).IsRefused(out var locked, out var left)) return locked;
        var redeemed = await RedeemAsync(command, code, account, caller, ct);
        if (redeemed.Refusal is { Code: Wrong })
            return left > 0 ? Refusal.Invalid(Wrong, "code", ("left", left)) : (await limiter.TryAsync("voucher.locked", ct, tries)).Refusal ?? Refusal.Invalid(Wrong, "code", ("left", 1));
        await limiter.GiveBackAsync(ct, tries);
        return redeemed;
    }

    static (string, string)[] Tries(AccountFacts account, Caller caller) =>
        [(LimitName.VoucherPerson, caller.SubjectId.ToString("N")), (LimitName.VoucherAccount, account.Id.ToString("N")), .. caller.Address is { } address ? [(LimitName.VoucherAddress, address)] : Array.Empty<(string, string)>()];

    Task<Outcome<Guid>> RedeemAsync(RedeemVoucher command, string code, AccountFacts account, Caller caller, CancellationToken ct) => db.OnceAsync<Guid>(async () =>
    {
        var hash = VoucherCode.Hash(secrets, code);
        var voucher = await db.Set<Voucher>().SingleOrDefaultAsync(v => v.CodeHash == hash, ct);
        if (voucher is null) return Refusal.Invalid(Wrong, "code");
        if (voucher.RedeemedBy == caller.SubjectId && voucher.RedeemKey == command.IdempotencyKey) return voucher.AccountId == account.Id ? voucher.Id : Refusal.Conflict("payment.key_reused");
        var batch = await db.Set<VoucherBatch>().AsNoTracking().SingleAsync(b => b.Id == voucher.BatchId, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        if (batch.WhyNot(voucher, now, texts.Zone) is { } no) return no;

        var bucket = batch.Promotional ? db.Add(Gift(voucher, batch, account.Id, now)).Entity : await Buckets.CashAsync(db, account.Id, ct);
        // A gift repays no loan.
        var advance = batch.Promotional ? null : await Advance.OpenOnAsync(db, account.Id, ct);
        (voucher.RedeemedAt, voucher.RedeemedBy, voucher.RedeemKey, voucher.AccountId, voucher.BucketId) = (now, caller.SubjectId, command.IdempotencyKey, account.Id, bucket.Id);
        new Movement(LedgerTransactionKind.VoucherRedeemed, $"voucher:{voucher.Id:N}", account.Id, now)
            .Book(batch.Promotional ? LedgerAccount.Promotion : LedgerAccount.VouchersSold, batch.Amount, batch.Promotional ? null : batch.Id)
            .TopUp(() => bucket, advance, batch.Amount).Post(db);
        if (advance is not null) db.Tell(new AdvanceChanged(advance.Id, advance.Left, caller.Language), clock);
        db.Tell(new VoucherRedeemed(voucher.Id, caller.Channel, caller.Language), clock);
        db.Audit(caller, clock, "voucher_redeemed", "voucher", voucher.Id.ToString("N"), account.HolderPartyId, details: new { amount = batch.Amount.Minor, batch = batch.Name, voucher.Serial, account = account.Number });
        return voucher.Id;
    }, ct);

    static Bucket Gift(Voucher voucher, VoucherBatch batch, Guid account, DateTime now) => new()
    {
        Id = Guid.CreateVersion7(), AccountId = account, Key = $"voucher:{voucher.Id:N}", Kind = BucketKind.Gift, DrawOrder = 50, ExpiresAt = batch.DaysToUse is { } days ? now.AddDays(days) : null,
    };
}
