using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>Use of closed periods that came, or was taken back, after their cut-off. An issued bill is never reopened: the closed
/// period is billed again in thought, with the prices, allowances and limits of its own time, and what that comes to more or
/// less stands on the present bill.</summary>
public sealed class LateUsage(PortalDbContext db, ReadBillInputs inputs)
{
    /// <param name="groups">As they were read for the present period.</param>
    /// <param name="known">The cut-off of the period before: what was known by then is billed.</param>
    /// <param name="acceptedBy">The present cut-off.</param>
    internal async Task<IReadOnlyList<BilledGroup>> AddAsync(IReadOnlyList<BilledGroup> groups, DateTime known, DateTime acceptedBy, DateTime begins, CancellationToken ct)
    {
        var accounts = groups.SelectMany(g => g.Accounts).Select(a => a.Id).ToArray();
        var lines = PaidLines.Of(db).Where(l => accounts.Contains(l.AccountId));
        var came = await (from use in db.Set<UsageRecord>().Where(u => u.RatedHere && u.StartedAt < begins && u.AcceptedAt >= known && u.AcceptedAt < acceptedBy)
                          join line in lines on use.LineId equals line.LineId
                          select new { line.AccountId, use.StartedAt }).ToListAsync(ct);
        came.AddRange(await (from back in db.Set<UsageCancellation>().Where(c => c.AcceptedAt >= known && c.AcceptedAt < acceptedBy)
                             join use in db.Set<UsageRecord>().Where(u => u.RatedHere && u.StartedAt < begins && u.AcceptedAt < known) on back.RecordId equals use.Id
                             join line in lines on use.LineId equals line.LineId
                             select new { line.AccountId, use.StartedAt }).ToListAsync(ct));
        if (came.Count == 0) return groups;
        var billed = groups[0].Basis.NewBilled();
        var changed = groups.ToArray();
        for (var i = 0; i < changed.Length; i++)
        {
            var group = changed[i];
            var own = group.Accounts.Select(a => a.Id).ToHashSet();
            var periods = came.Where(c => own.Contains(c.AccountId)).Select(c => Cycles.Of(group.Basis.Clock.DayOf(c.StartedAt.Ticks), group.Input.Period.From.Day)).Distinct().OrderBy(p => p.From).ToArray();
            foreach (var period in periods) changed[i] = changed[i] with { Input = changed[i].Input with { OneOffs = [.. changed[i].Input.OneOffs, .. await BetweenAsync(group, period, known, acceptedBy, billed, ct)] } };
        }
        return changed;
    }

    async Task<List<OneOff>> BetweenAsync(BilledGroup group, BillingPeriod period, DateTime known, DateTime acceptedBy, Billed billed, CancellationToken ct)
    {
        var (before, after) = (await ReadAsync(group, period, known, ct), await ReadAsync(group, period, acceptedBy, ct));
        var changes = new SortedDictionary<string, (Rating.BillCharge Charge, long Amount)>(StringComparer.Ordinal);
        foreach (var (bills, sign) in new[] { (billed.Of(before.Input), -1), (billed.Of(after.Input), 1) })
            foreach (var charge in bills.Bills.SelectMany(b => b.Charges).Where(c => c.Source != ChargeSource.Rounding))
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"{charge.Account:D6} {charge.Line:D6} {charge.Product:N} {(int)charge.Source:D2} {charge.Code} {string.Join('+', charge.TaxedAs!.Shares.Select(s => s.Class))}");
                changes[key] = (charge, changes.GetValueOrDefault(key).Amount + (sign * charge.Amount));
            }
        return [.. changes.Values.Where(c => c.Amount != 0).Select(c => new OneOff(Place(group, after, c.Charge.Account), Line(group, after, c.Charge.Line), OneOffCharge.LateUsage, Named(c.Charge.Name, period), c.Amount, Included(c.Charge.TaxedAs!)))];
    }

    async Task<BilledGroup> ReadAsync(BilledGroup group, BillingPeriod period, DateTime acceptedBy, CancellationToken ct)
    {
        var read = (await inputs.ReadAsync([.. group.Accounts.Select(a => a.Id)], period, acceptedBy, ct))[0];
        return read with { Input = read.Input with { OneOffs = [] } };
    }

    static int Place(BilledGroup group, BilledGroup then, int account) => group.Accounts.Select((a, i) => (a.Id, i)).First(x => x.Id == then.Accounts[account].Id).i;

    static int Line(BilledGroup group, BilledGroup then, int line)
    {
        if (line < 0) return -1;
        for (var i = 0; i < group.Input.Lines.Count; i++)
            if (group.Input.Lines[i].Id == then.Input.Lines[line].Id) return i;
        return -1;
    }

    // The amount has its tax in it by now, however the price was stated.
    static TaxTerm Included(TaxTerm tax) => tax.Included ? tax : tax with { Included = true };

    static LocalText Named(LocalText name, BillingPeriod period) => new(name.Words.ToDictionary(w => w.Key, w => w.Key.StartsWith("zh", StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{w.Value}（{period.From:yyyy}年{period.From.Month}月补计）") : string.Create(CultureInfo.InvariantCulture, $"{w.Value} (of {period.From:MMMM yyyy}, came late)"), StringComparer.Ordinal));
}
