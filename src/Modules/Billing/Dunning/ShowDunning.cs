using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <param name="Days">How many days back <paramref name="Taken"/> counts.</param>
/// <param name="Overdue">Bills past their due date, and what is open on them.</param>
/// <param name="Restricted">Accounts with lines that debt holds.</param>
public sealed record DunningState(bool On, TimeOnly From, TimeOnly Until, IReadOnlyDictionary<CustomerClass, DunningPolicy> Policies, int Days, IReadOnlyList<DunningCount> Taken, (int Bills, Money Owed) Overdue, int Restricted);

/// <summary>The policy as it is understood, and how it stands, for who operates the hall.</summary>
public sealed class ShowDunning(PortalDbContext db, IOptions<DunningOptions> options, IOptions<OperatorOptions> owner, TimeProvider clock)
{
    const int Days = 30;

    public async Task<Outcome<DunningState>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.Dun) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var (today, since) = (owner.Value.DayOf(now), now.AddDays(-Days));
        var taken = await db.Set<DunningStep>().Where(s => s.TakenAt >= since).GroupBy(s => s.Act).Select(g => new { g.Key, Count = g.Count(), Owed = g.Sum(s => (long)(object)s.Owed) }).ToListAsync(ct);
        var overdue = await db.Set<Bill>().Where(b => b.State != BillState.Paid && b.DueOn < today).GroupBy(_ => 1).Select(g => new { Count = g.Count(), Owed = g.Sum(b => (long)(object)b.Outstanding) }).SingleOrDefaultAsync(ct);
        var restricted = await HeldRestrictions.Of(db, now).Where(r => r.Reason == RestrictionReason.Debt).Select(r => r.AccountId).Distinct().CountAsync(ct);
        return new DunningState(options.Value.On, options.Value.From, options.Value.Until,
            Enum.GetValues<CustomerClass>().ToDictionary(c => c, c => DunningPolicy.Of(options.Value, c, owner.Value.ToCurrency())), Days,
            [.. taken.OrderBy(t => t.Key).Select(t => new DunningCount(t.Key, t.Count, new Money(t.Owed)))], (overdue?.Count ?? 0, new Money(overdue?.Owed ?? 0)), restricted);
    }
}
