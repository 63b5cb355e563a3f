using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An account that the caller may send money from.</summary>
/// <param name="Free">What of its cash can be sent, before the limits.</param>
public sealed record SendingAccount(string Number, string? Name, Money Free);

/// <param name="UndoUntil">Until when it can be taken back, if none of it is used; null when that is over.</param>
public sealed record SentBalance(Guid Id, string ToNumber, Money Amount, DateTime At, bool Undone, DateTime? UndoUntil);

public sealed class ListTransfers(PortalDbContext db, IOptions<TransferOptions> rules, TimeProvider clock)
{
    const int Most = 40;

    public async Task<IReadOnlyList<SendingAccount>> AccountsAsync(Caller caller, CancellationToken ct)
    {
        var rows = await GrantedAccounts.Of(db, caller, Right.End, clock.GetUtcNow().UtcDateTime).OrderBy(a => a.Number).Take(Most).Select(a => new
        {
            a.Number, a.Name,
            Cash = db.Set<Bucket>().Where(b => b.AccountId == a.Id && b.Key == Bucket.CashKey).Select(b => (Money?)b.Balance).FirstOrDefault(),
            Reserved = db.Set<Bucket>().Where(b => b.AccountId == a.Id && b.Key == Bucket.CashKey).Select(b => (Money?)b.Reserved).FirstOrDefault(),
        }).ToListAsync(ct);
        return [.. rows.Select(r => new SendingAccount(r.Number, r.Name, (r.Cash ?? Money.Zero) - (r.Reserved ?? Money.Zero))).OrderByDescending(r => r.Free.IsPositive)];
    }

    /// <summary>One of the caller's own, or with no id those that can still be taken back.</summary>
    public async Task<IReadOnlyList<SentBalance>> SentAsync(Guid? id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now.AddMinutes(-rules.Value.UndoMinutes);
        var rows = await db.Set<BalanceTransfer>().AsNoTracking().Where(t => t.PersonId == caller.SubjectId && (id == null ? t.UndoneAt == null && t.At >= since : t.Id == id)).OrderByDescending(t => t.At).Take(Most).ToListAsync(ct);
        return rows.ConvertAll(t => new SentBalance(t.Id, t.ToNumber, t.Amount, t.At, t.UndoneAt is not null, t.UndoneAt is null && t.At >= since ? t.At.AddMinutes(rules.Value.UndoMinutes) : null));
    }
}
