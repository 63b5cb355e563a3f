using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>One sum of an account: what it owes, or what lies in its buckets of a kind.</summary>
public sealed class ListedBalance
{
    public Guid AccountId { get; init; }
    /// <summary>Null for what is owed on bills; else the kind of money that lies in buckets.</summary>
    public string? Kind { get; init; }
    public long Minor { get; init; }
}

/// <summary>Sums of accounts, for listings that have scoped the accounts already.</summary>
public static class ListedBalances
{
    /// <remarks>A bucket past its day holds nothing any more.</remarks>
    public static IQueryable<ListedBalance> Of(PortalDbContext db, DateTime now) =>
        db.Set<Bucket>().Where(b => b.ExpiresAt == null || b.ExpiresAt > now).GroupBy(b => new { b.AccountId, Kind = (string?)(object)b.Kind })
            .Select(g => new ListedBalance { AccountId = g.Key.AccountId, Kind = g.Key.Kind, Minor = g.Sum(b => (long)(object)b.Balance) })
        .Concat(AccountRows.Of(db).Select(a => new ListedBalance
        {
            AccountId = a.Id, Kind = null, Minor = db.Set<Bill>().Where(b => b.AccountId == a.Id && b.State != BillState.Paid).Sum(b => (long)(object)b.Outstanding),
        }));

    public static async Task<ILookup<Guid, ListedBalance>> ListAsync(PortalDbContext db, IReadOnlyCollection<Guid> accounts, DateTime now, CancellationToken ct)
    {
        var ids = accounts.ToArray();
        // Two statements on two indexes: one over the union would sum every account's rows before it looks which were asked for.
        var funds = await db.Set<Bucket>().AsNoTracking().Where(b => ids.Contains(b.AccountId) && (b.ExpiresAt == null || b.ExpiresAt > now)).Select(b => new { b.AccountId, b.Kind, b.Balance }).ToListAsync(ct);
        var owed = await db.Set<Bill>().AsNoTracking().Where(b => ids.Contains(b.AccountId) && b.State != BillState.Paid).Select(b => new { b.AccountId, b.Outstanding }).ToListAsync(ct);
        return funds.GroupBy(f => (f.AccountId, f.Kind)).Select(g => new ListedBalance { AccountId = g.Key.AccountId, Kind = g.Key.Kind.ToString(), Minor = g.Sum(f => f.Balance.Minor) })
            .Concat(ids.Select(id => new ListedBalance { AccountId = id, Kind = null, Minor = owed.Where(o => o.AccountId == id).Sum(o => o.Outstanding.Minor) }))
            .ToLookup(b => b.AccountId);
    }
}
