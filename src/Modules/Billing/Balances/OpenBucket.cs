using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Makes an empty bucket for money that the operator gives; an adjustment fills it.</summary>
/// <param name="Id">Chosen by the door.</param>
/// <param name="AccountId">Nobody's when null: such a bucket can be named and found, and takes no money.</param>
public sealed record OpenBucket(Guid Id, Guid? AccountId, DateTime? ExpiresAt);

public sealed class OpenBucketHandler(PortalDbContext db, AccountsById accounts, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(OpenBucket command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.WriteBalances) is { } lacking) return lacking;
        var account = command.AccountId is { } id ? await accounts.FindAsync(id, ct) : null;
        if (command.AccountId is not null && account is null) return Refusal.NotFound("account.not_found");

        var now = clock.GetUtcNow().UtcDateTime;
        var bucket = new Bucket { Id = command.Id, AccountId = account?.Id ?? Guid.Empty, Key = $"opened:{command.Id:N}", Kind = BucketKind.Gift, ExpiresAt = command.ExpiresAt, DrawOrder = 50 };
        bucket.OpenedOn(now);
        db.Add(bucket);
        db.Audit(caller, clock, "bucket_opened", "bucket", bucket.Id.ToString("N"), account?.HolderPartyId);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
