using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A settled gateway payment that has something left to give back.</summary>
internal sealed record RefundWay(Guid AccountId, Guid PaymentId, string? Method, string Gateway, DateTime PaidAt, Money Left);

/// <summary>By which payments an account's money can go back the way it came.</summary>
internal sealed class RefundWays(PortalDbContext db)
{
    /// <summary>The latest payment first, as <see cref="Split"/> uses them up.</summary>
    /// <param name="elsewhere">Also what other systems took, which no gateway of ours can return.</param>
    public async Task<IReadOnlyList<RefundWay>> ListAsync(IReadOnlyCollection<Guid> accounts, CancellationToken ct, bool elsewhere = false)
    {
        var paid = await db.Set<Payment>().Where(p => accounts.Contains(p.AccountId) && p.State == PaymentState.Settled && p.Gateway != PayFromBalanceHandler.Balance && (elsewhere || p.Gateway != ReceivePaymentHandler.Elsewhere))
            .OrderByDescending(p => p.StartedAt).ThenByDescending(p => p.Id).Select(p => new { p.Id, p.AccountId, p.Method, p.Gateway, p.StartedAt, p.Amount }).ToListAsync(ct);
        var gone = (await db.Set<Refund>().Where(r => accounts.Contains(r.AccountId) && r.State != RefundState.Returned).Select(r => new { r.PaymentId, r.Amount }).ToListAsync(ct))
            .ToLookup(r => r.PaymentId, r => r.Amount.Minor);
        return [.. paid.Select(p => new RefundWay(p.AccountId, p.Id, p.Method, p.Gateway, p.StartedAt, p.Amount - new Money(gone[p.Id].Sum()))).Where(w => w.Left.IsPositive)];
    }

    /// <summary>How an amount goes back. Pure: what is shown before and what is done are the same.</summary>
    public static IReadOnlyList<(RefundWay Way, Money Part)> Split(IEnumerable<RefundWay> ways, Money amount)
    {
        var parts = new List<(RefundWay, Money)>();
        foreach (var way in ways)
        {
            var part = Money.Min(amount, way.Left);
            if (!part.IsPositive) break;
            amount -= part;
            parts.Add((way, part));
        }
        return parts;
    }
}
