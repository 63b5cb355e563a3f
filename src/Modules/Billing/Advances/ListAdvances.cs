using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An account for which the caller may borrow.</summary>
/// <param name="Left">What is still to be taken back of what was borrowed before; null when nothing is open.</param>
/// <param name="WhyNot">Set when nothing is lent now.</param>
public sealed record AdvanceOffer(Guid AccountId, string AccountNumber, string? AccountName, IReadOnlyList<AdvanceSum> Sums, Money? Left, Refusal? WhyNot);

/// <param name="Left">Nothing once it is repaid.</param>
public sealed record AdvanceView(string AccountNumber, Money Amount, Money Fee, Money Left);

/// <summary>What <see cref="TakeAdvance"/> would lend, account by account, those where it would succeed first.</summary>
public sealed class ListAdvances(PortalDbContext db, BorrowerOf borrowers, IOptions<AdvanceOptions> rules, TimeProvider clock)
{
    const int Most = 40;

    public async Task<IReadOnlyList<AdvanceOffer>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var accounts = await GrantedAccounts.Of(db, caller, Right.Order, now).OrderBy(a => a.Number).Take(Most).Select(a => new { a.Id, a.Number, a.Name }).ToListAsync(ct);
        Guid[] ids = [.. accounts.Select(a => a.Id)];
        var known = await borrowers.FindAsync(ids, ct);
        var left = await db.Set<Advance>().AsNoTracking().Where(a => a.LiveAccountId != null && ids.Contains(a.LiveAccountId.Value)).ToDictionaryAsync(a => a.AccountId, a => a.Left, ct);
        return
        [
            .. accounts.Select(a => new AdvanceOffer(a.Id, a.Number, a.Name, rules.Value.Offered, left.TryGetValue(a.Id, out var open) ? open : null,
                known.TryGetValue(a.Id, out var borrower) ? borrower.WhyNot(rules.Value, now) : Refusal.Conflict("balance.kept_elsewhere"))).OrderBy(a => a.WhyNot is not null),
        ];
    }

    /// <summary>What became of what the caller borrowed.</summary>
    public async Task<Outcome<AdvanceView>> ViewAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var seen = await (from advance in db.Set<Advance>().AsNoTracking()
                          where advance.Id == id && advance.PersonId == caller.SubjectId
                          join account in AccountRows.Of(db) on advance.AccountId equals account.Id
                          select new AdvanceView(account.Number, advance.Amount, advance.Fee, advance.Left)).SingleOrDefaultAsync(ct);
        return seen is null ? Refusal.NotFound("advance.not_found") : seen;
    }
}
