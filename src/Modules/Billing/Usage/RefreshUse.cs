using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Use of these lines was taken in, or taken back.</summary>
public sealed record UseTaken(IReadOnlyList<Guid> Lines);

/// <summary>Works out anew what lines have left in the open period, and what each event of it costs so far. By the very rating
/// that will bill it: nothing is counted up here that could drift from it.</summary>
internal sealed class RefreshUseHandler(PortalDbContext db, ReadBillInputs inputs, Mirrored mirrored, IOptions<OperatorOptions> owner, TimeProvider clock) : IHandleMany<UseTaken>
{
    readonly OperatorOptions house = owner.Value;

    public async Task HandleAsync(IReadOnlyList<Told<UseTaken>> all, CancellationToken ct)
    {
        var lines = all.SelectMany(t => t.What.Lines).Distinct().ToArray();
        var now = clock.GetUtcNow().UtcDateTime;
        var paidBy = PaidLines.Of(db).Where(l => lines.Contains(l.LineId)).Select(l => l.AccountId);
        var accounts = await AccountRows.Of(db).Where(a => paidBy.Contains(a.Id)).Select(a => new { a.Id, a.CycleDay }).ToListAsync(ct);
        var theirs = await mirrored.AmongAsync([.. accounts.Select(a => a.Id)], ct);
        foreach (var same in accounts.Where(a => !theirs.Contains(a.Id)).GroupBy(a => a.CycleDay))
            foreach (var group in await inputs.ReadAsync([.. same.Select(a => a.Id)], Cycles.Of(house.DayOf(now), same.Key), now.AddTicks(1), ct)) await RefreshAsync(group, ct);
    }

    async Task RefreshAsync(BilledGroup group, CancellationToken ct)
    {
        var use = group.Basis.NewBilled().Use(group.Input);
        await LeftAsync(group, use, ct);
        var records = use.Events.Select(e => e.Id).ToArray();
        var rated = use.Events.Zip(use.Each).GroupBy(x => x.First.Id).ToDictionary(g => g.Key, g => g.First().Second);
        var perMinor = house.CurrencyDigits switch { 0 => 1_000_000, 1 => 100_000, 2 => 10_000, _ => 1_000 };
        foreach (var record in await db.Set<UsageRecord>().Where(u => records.Contains(u.Id)).ToListAsync(ct))
            if (rated[record.Id] is { Fate: EventFate.Rated } one) (record.ChargedQuantity, record.Charge) = (one.Quantity, new Money((long)new Rounding(RoundingMode.Nearest, 1).Of(one.Micro, perMinor)));
    }

    async Task LeftAsync(BilledGroup group, RatedUse use, CancellationToken ct)
    {
        var (period, terms) = (group.Input.Period, group.TermsOfPools());
        var sums = new Dictionary<(Guid Line, Guid Product, UsageKind Kind), (long Granted, long Left, long Expires)>();
        foreach (var (pool, left) in use.Left)
            foreach (var line in pool.Lines.Select(l => group.Lines[l].Id).OfType<Guid>())
            {
                var before = sums.GetValueOrDefault((line, terms[pool.Id].Product, pool.Kind));
                sums[(line, terms[pool.Id].Product, pool.Kind)] = (before.Granted + pool.Quantity, before.Left + left, Math.Max(before.Expires, pool.Expires));
            }
        var lines = sums.Keys.Select(k => k.Line).Distinct().ToArray();
        var known = (await db.Set<AllowanceBalance>().Where(a => lines.Contains(a.LineId) && a.PeriodFrom == period.From).ToListAsync(ct)).ToDictionary(a => (a.LineId, a.ProductId, a.Kind));
        foreach (var (key, sum) in sums)
        {
            if (!known.TryGetValue(key, out var balance))
                db.Add(balance = new AllowanceBalance
                {
                    Id = Guid.CreateVersion7(), LineId = key.Line, ProductId = key.Product, PeriodFrom = period.From, PeriodTo = period.To, Kind = key.Kind, Unit = UsageWords.UnitOf(key.Kind),
                });
            (balance.Granted, balance.Used, balance.ExpiresAt) = (sum.Granted, sum.Granted - sum.Left, new DateTime(Math.Min(sum.Expires, DateTime.MaxValue.Ticks), DateTimeKind.Utc));
        }
    }
}
