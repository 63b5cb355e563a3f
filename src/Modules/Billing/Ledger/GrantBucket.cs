using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Puts money into a bucket of an account: a gift, an earmarked or monthly released sum, or the balance a system
/// before this one held. The key makes it happen once.</summary>
/// <param name="Key">Unique within the account; <c>cash</c> is kept for payments, unless it is an opening balance.</param>
public sealed record GrantBucket(Guid AccountId, string Key, BucketKind Kind, Money Amount)
{
    public Guid? ScopeLineId { get; init; }
    public IReadOnlyList<ChargeKind> ScopeKinds { get; init; } = [];
    public DateTime? ExpiresAt { get; init; }
    public bool Refundable { get; init; }
    public bool Transferable { get; init; }
    public bool Invoiceable { get; init; }
    public int DrawOrder { get; init; } = 50;
    public Money? ReleaseEachMonth { get; init; }
    public DateOnly? ReleaseFrom { get; init; }
    /// <summary>Brought over from a system before this one, rather than given by the operator now.</summary>
    public bool BroughtForward { get; init; }
    public RecordSource? Source { get; init; }
}

public sealed record GrantedBucket(Guid Id, bool Added);

public sealed class GrantBucketHandler(PortalDbContext db, Mirrored mirrored, TimeProvider clock)
{
    public async Task<Outcome<GrantedBucket>> HandleAsync(GrantBucket command, Caller caller, CancellationToken ct)
    {
        var granted = await PrepareAsync(command, caller, ct);
        if (granted.Succeeded) await db.SaveChangesAsync(ct);
        return granted;
    }

    /// <summary>The same without the save, for a run that saves its batches itself.</summary>
    public async Task<Outcome<GrantedBucket>> PrepareAsync(GrantBucket command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.GrantBuckets) is { } lacking) return lacking;
        if (!command.Amount.IsPositive || !Limits.Holds(command.Amount)) return Refusal.Invalid("bucket.amount_wrong", "amount");
        var opening = command is { BroughtForward: true, Kind: BucketKind.Cash };
        if (string.IsNullOrWhiteSpace(command.Key) || command.Key.Length > 100 || (command.Key == Bucket.CashKey && !opening)) return Refusal.Invalid("bucket.key_wrong", "key");

        if (await mirrored.OwnersIdAsync(command.AccountId, ct) is not null) return Refusal.Conflict("balance.kept_elsewhere");
        var posting = $"bucket:{command.AccountId:N}:{command.Key}:granted";
        var key = opening ? Bucket.CashKey : command.Key;
        if (await db.Set<LedgerTransaction>().AnyAsync(t => t.Key == posting, ct))
            return new GrantedBucket(await db.Set<Bucket>().Where(b => b.AccountId == command.AccountId && b.Key == key).Select(b => b.Id).SingleAsync(ct), Added: false);

        var bucket = opening ? await Buckets.CashAsync(db, command.AccountId, ct) : New(command);
        if (!opening) db.Add(bucket);
        new Movement(command.BroughtForward ? LedgerTransactionKind.OpeningBalance : LedgerTransactionKind.BucketGranted, posting, command.AccountId, clock.GetUtcNow().UtcDateTime)
            .Book(command.BroughtForward ? LedgerAccount.BroughtForward : LedgerAccount.Promotion, command.Amount)
            .Fill(bucket, command.Amount)
            .Post(db);
        db.Audit(caller, clock, "bucket_granted", "bucket", bucket.Id.ToString("N"), details: new { command.Kind, amount = command.Amount.Minor, command.AccountId });
        return new GrantedBucket(bucket.Id, Added: true);
    }

    static Bucket New(GrantBucket command) => new()
    {
        Id = Guid.CreateVersion7(), AccountId = command.AccountId, Key = command.Key, Kind = command.Kind, ScopeLineId = command.ScopeLineId,
        ScopeKinds = [.. command.ScopeKinds], ExpiresAt = command.ExpiresAt, Refundable = command.Refundable, Transferable = command.Transferable,
        Invoiceable = command.Invoiceable, DrawOrder = command.DrawOrder, ReleaseEachMonth = command.ReleaseEachMonth, ReleaseFrom = command.ReleaseFrom, Source = command.Source,
    };
}
