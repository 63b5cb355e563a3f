using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What every act on a balance is told.</summary>
/// <param name="Id">Chosen by the door.</param>
/// <param name="BucketId">Else the account's cash.</param>
/// <param name="AccountId">Whose it is; may be left out when the bucket is named.</param>
/// <param name="Key">The same from the same caller is the same act; without one each request is its own.</param>
public sealed record BalanceRequest(Guid Id, Guid? BucketId, Guid? AccountId, Money Amount, string? Reason, string? Key)
{
    internal Refusal? Wrong() =>
        !Limits.Holds(Amount) ? Refusal.Invalid("bucket.amount_wrong", "amount")
        : Key is { Length: 0 or > 100 } ? Refusal.Invalid("request.key_wrong", "Idempotency-Key")
        : Reason?.Length > 400 ? Refusal.Invalid("record.too_long", "reason", ("most", 400))
        : null;

    internal string KeyOrOwn => Key ?? Id.ToString("N");

    internal string Fingerprint(BalanceActKind kind) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', kind, BucketId, AccountId, Amount.Minor.ToString(CultureInfo.InvariantCulture), Reason))));

    /// <summary>The act that this request already made: its id, a conflict when it was another, or null to go on.</summary>
    internal async Task<Outcome<Guid>?> EarlierAsync(PortalDbContext db, BalanceActKind kind, Caller caller, CancellationToken ct)
    {
        var before = await db.Set<BalanceAct>().AsNoTracking().Where(a => a.AskedBy == caller.SubjectId && a.IdempotencyKey == KeyOrOwn).Select(a => new { a.Id, a.Fingerprint }).SingleOrDefaultAsync(ct);
        return before is null ? null : before.Fingerprint == Fingerprint(kind) ? before.Id : Refusal.Conflict("payment.key_reused");
    }

    /// <summary>The bucket and its account; the account's cash is made when it has none.</summary>
    internal async Task<Outcome<(Bucket Bucket, AccountFacts Account)>> TargetAsync(PortalDbContext db, AccountsById accounts, CancellationToken ct)
    {
        var bucket = BucketId is { } id ? await db.Set<Bucket>().SingleOrDefaultAsync(b => b.Id == id, ct) : null;
        if (BucketId is not null && bucket is null) return Refusal.NotFound("bucket.not_found");
        if (bucket is not null && AccountId is { } named && named != bucket.AccountId) return Refusal.Conflict("bucket.other_account");
        if (bucket is { AccountId: var owner } && owner == Guid.Empty) return Refusal.Conflict("bucket.no_account");
        if (await accounts.FindAsync(bucket?.AccountId ?? AccountId ?? Guid.Empty, ct) is not { } account) return Refusal.NotFound("account.not_found");
        return (bucket ?? await Buckets.CashAsync(db, account.Id, ct), account);
    }

    internal BalanceAct Act(BalanceActKind kind, BalanceActState state, Bucket bucket, AccountFacts account, Caller caller, DateTime now, Guid? payment = null, Guid? reservation = null, DateTime? expires = null) => new()
    {
        Id = Id, Kind = kind, State = state, AccountId = account.Id, HolderPartyId = account.HolderPartyId, BucketId = bucket.Id, Amount = Amount, Reason = Reason, PaymentId = payment, ReservationId = reservation,
        Channel = caller.Channel, AskedBy = caller.SubjectId, IdempotencyKey = KeyOrOwn, Fingerprint = Fingerprint(kind), AskedAt = now, ExpiresAt = expires, EndedAt = state == BalanceActState.Held ? null : now,
    };
}
