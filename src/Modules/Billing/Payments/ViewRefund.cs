using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What became of a refund that the caller asked for.</summary>
public sealed record RefundView(string AccountNumber, DateTime AskedAt, IReadOnlyList<RefundPart> Parts)
{
    public Money Of(RefundState state) => new(Parts.Where(p => p.State == state).Sum(p => p.Amount.Minor));
}

public sealed class ViewRefund(PortalDbContext db)
{
    /// <param name="id">Of any of its parts.</param>
    public async Task<Outcome<RefundView>> HandleAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var mine = db.Set<Refund>().AsNoTracking().Where(r => r.AskedBy == caller.SubjectId);
        var parts = await mine.Where(r => mine.Any(asked => asked.Id == id && asked.IdempotencyKey == r.IdempotencyKey)).OrderBy(r => r.Part).ToListAsync(ct);
        if (parts.Count == 0) return Refusal.NotFound("refund.not_found");
        var number = await AccountNumbers.ListAsync(db, [parts[0].AccountId], ct);
        return new RefundView(number[parts[0].AccountId], parts[0].AskedAt, [.. parts.Select(r => new RefundPart(r.Id, r.Amount, r.State))]);
    }
}
