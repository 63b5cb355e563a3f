using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A bucket of money as other systems list it.</summary>
public sealed class ListedBucket : IRow
{
    public Guid Id { get; init; }
    public required string Kind { get; init; }
    public bool IsOver { get; init; }
    public Money Balance { get; init; }
    public Money Reserved { get; init; }
    public DateTime? OpenedAt { get; init; }
    public DateTime? ExpiresAt { get; init; }
    public Guid? AccountId { get; init; }
    public string? AccountName { get; init; }
    public Guid? HolderPartyId { get; init; }
    public PartyKind? HolderKind { get; init; }
    public string? HolderName { get; init; }
}

/// <summary>Buckets that a caller may see: of the accounts they have the right to see bills of; other systems with the
/// permission, all.</summary>
public static class ListedBuckets
{
    public static IQueryable<ListedBucket> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var accounts = ListedAccounts.Of(db, caller, BillingPermissions.ReadBalances, now);
        var buckets = db.Set<Bucket>().AsNoTracking();
        // Two queries of one shape: with the outer join that a bucket of nobody needs, a person's own few would be looked for among everybody's.
        return caller.Can(BillingPermissions.ReadBalances)
            ? from bucket in buckets
              join account in accounts on bucket.AccountId equals account.Id into owners
              from account in owners.DefaultIfEmpty()
              select new ListedBucket
              {
                  Id = bucket.Id, Kind = (string)(object)bucket.Kind, IsOver = bucket.ExpiresAt != null && bucket.ExpiresAt <= now, Balance = bucket.Balance, Reserved = bucket.Reserved, OpenedAt = bucket.OpenedAt,
                  ExpiresAt = bucket.ExpiresAt, AccountId = account == null ? null : account.Id, AccountName = account!.Name, HolderPartyId = account == null ? null : account.HolderPartyId,
                  HolderKind = account == null ? null : account.HolderKind, HolderName = account!.HolderName,
              }
            : from bucket in buckets
              join account in accounts on bucket.AccountId equals account.Id
              select new ListedBucket
              {
                  Id = bucket.Id, Kind = (string)(object)bucket.Kind, IsOver = bucket.ExpiresAt != null && bucket.ExpiresAt <= now, Balance = bucket.Balance, Reserved = bucket.Reserved, OpenedAt = bucket.OpenedAt,
                  ExpiresAt = bucket.ExpiresAt, AccountId = account.Id, AccountName = account.Name, HolderPartyId = account.HolderPartyId, HolderKind = account.HolderKind, HolderName = account.HolderName,
              };
    }
}
