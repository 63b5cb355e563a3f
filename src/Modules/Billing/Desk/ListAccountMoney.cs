using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>What an account has and owes.</summary>
/// <param name="Available">Usable now, over all its buckets.</param>
/// <param name="Month">Its monthly fees, and what use beyond the allowances has cost since its period began.</param>
/// <param name="Due">Bills to be paid, the first due first.</param>
public sealed record AccountMoney(Guid Id, string Number, string? Name, PaymentMode Mode, Money Available, Money Month, DateOnly NextBillOn, IReadOnlyList<BillBrief> Due)
{
    public Money Outstanding => Due.Aggregate(Money.Zero, (sum, bill) => sum + bill.Outstanding);
    /// <summary>How old the figures are; null when they are our own.</summary>
    public Freshness? Freshness { get; init; }
}

/// <summary>The money of the accounts whose bills the caller may see: three statements, one more for each further day on which their periods begin.</summary>
public sealed class ListAccountMoney(PortalDbContext db, KeepFresh fresh, TimeProvider clock, IOptions<OperatorOptions> owner)
{
    public const int Most = 12;

    public async Task<IReadOnlyList<AccountMoney>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = owner.Value.DayOf(now);
        var seen = GrantedAccounts.Of(db, caller, Right.SeeBill, now).OrderBy(a => a.Number).Take(Most);
        var ages = fresh.IsOn ? await fresh.EachAsync(await seen.Select(a => a.Id).ToListAsync(ct), ct) : null;
        var accounts = await seen.Select(a => new
        {
            a.Id, a.Number, a.Name, a.Mode, a.CycleDay,
            Buckets = db.Set<Bucket>().Where(b => b.AccountId == a.Id).Select(b => new { b.Balance, b.PutIn, b.ExpiresAt, b.ReleaseEachMonth, b.ReleaseFrom }).ToList(),
            Due = db.Set<Bill>().Where(b => b.AccountId == a.Id && b.HolderPartyId == a.HolderPartyId && b.State != BillState.Paid)
                .Select(b => new BillBrief(b.Id, b.Number, b.PeriodFrom, b.PeriodTo, b.DueOn, b.Total, b.Outstanding)).ToList(),
        }).AsSingleQuery().ToListAsync(ct);
        Guid[] ids = [.. accounts.Select(a => a.Id)];
        var fees = await MonthlyFees.Of(db, now).Where(f => ids.Contains(f.AccountId)).GroupBy(f => f.AccountId).Select(g => new { g.Key, Sum = g.Sum(f => (long)(object)f.Amount) }).ToDictionaryAsync(g => g.Key, g => g.Sum, ct);
        var beyond = new Dictionary<Guid, long>();
        foreach (var cycle in accounts.GroupBy(a => a.CycleDay))
        {
            var begin = owner.Value.StartOf(Cycle.StartOf(today, cycle.Key));
            Guid[] those = [.. cycle.Select(a => a.Id)];
            var used = await (from use in StandingUsage.Of(db).Where(u => u.StartedAt >= begin)
                              join line in PaidLines.Of(db) on use.LineId equals line.LineId
                              where those.Contains(line.AccountId)
                              group use by line.AccountId into uses
                              select new { uses.Key, Sum = uses.Sum(u => (long)(object)u.Charge) }).ToListAsync(ct);
            foreach (var one in used) beyond[one.Key] = one.Sum;
        }
        return [.. accounts.Select(a => new AccountMoney(a.Id, a.Number, a.Name, a.Mode,
            a.Buckets.Aggregate(Money.Zero, (sum, b) => sum + Bucket.Usable(b.Balance, b.PutIn, b.ExpiresAt, b.ReleaseEachMonth, b.ReleaseFrom, now, today)),
            new Money(fees.GetValueOrDefault(a.Id) + beyond.GetValueOrDefault(a.Id)), Cycle.Next(Cycle.StartOf(today, a.CycleDay)), [.. a.Due.OrderBy(b => b.DueOn).ThenBy(b => b.PeriodFrom)]) { Freshness = ages?.GetValueOrDefault(a.Id) })];
    }
}
