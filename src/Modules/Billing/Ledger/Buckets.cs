using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Finding and drawing an account's buckets.</summary>
internal static class Buckets
{
    /// <summary>The account's cash bucket, made when it has none. Two that make it at once meet at its unique key.</summary>
    public static async Task<Bucket> CashAsync(PortalDbContext db, Guid account, CancellationToken ct)
    {
        var cash = db.Set<Bucket>().Local.FirstOrDefault(b => b.AccountId == account && b.Key == Bucket.CashKey)
            ?? await db.Set<Bucket>().SingleOrDefaultAsync(b => b.AccountId == account && b.Key == Bucket.CashKey, ct);
        if (cash is null) db.Add(cash = Bucket.Cash(account));
        return cash;
    }

    /// <summary>What to draw from which bucket to pay a bill: in draw order, what expires first among equals; a bucket with
    /// a scope pays no more than the bill's charges inside it.</summary>
    /// <param name="lines">The bill's lines.</param>
    public static IReadOnlyList<(Bucket Bucket, Money Amount)> Draw(IEnumerable<Bucket> buckets, IReadOnlyCollection<BillLine> lines, Money wanted, DateTime now, DateOnly today)
    {
        var drawn = new List<(Bucket, Money)>();
        foreach (var bucket in buckets.OrderBy(b => b.DrawOrder).ThenBy(b => b.ExpiresAt ?? DateTime.MaxValue).ThenBy(b => b.Id))
        {
            var part = Money.Min(Money.Min(wanted, bucket.Available(now, today)), InScope(bucket, lines) ?? wanted);
            if (!part.IsPositive) continue;
            drawn.Add((bucket, part));
            wanted -= part;
        }
        return drawn;
    }

    static Money? InScope(Bucket bucket, IReadOnlyCollection<BillLine> lines) =>
        bucket.ScopeLineId is null && bucket.ScopeKinds.Count == 0 ? null
        : new Money(lines.Where(l => (bucket.ScopeLineId is null || l.LineId == bucket.ScopeLineId) && (bucket.ScopeKinds.Count == 0 || bucket.ScopeKinds.Contains(l.Kind))).Sum(l => l.Amount.Minor));
}
