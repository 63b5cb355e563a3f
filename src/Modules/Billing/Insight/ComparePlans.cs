using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;
using Holding = Wangting.Subscriptions.Holding;

namespace Wangting.Billing;

/// <param name="Holding">Key of a line (<see cref="HomeView.KeyOf"/>); null for the first.</param>
public sealed record ComparePlans(string? Holding = null);

/// <param name="Monthly">What it costs every month without end.</param>
/// <param name="Included">Use that it includes, by kind.</param>
public sealed record PlanByUse(PlanListed Plan, Money Monthly, IReadOnlyList<(UsageKind Kind, long Quantity)> Included, ComparedPlan Of, bool IsNow)
{
    public Money Sum => new(Of.Sum);
    public Money Saving => new(Of.Saving);
}

/// <summary>What a line's last months would have cost under every plan on sale.</summary>
/// <param name="Now">The plan it has; null where the version has no listed name.</param>
/// <param name="Plans">The cheapest first; last those that had no price for something that was used.</param>
/// <param name="Begins">The first day on which another plan could begin.</param>
/// <param name="OtherLines">The account has more lines: their charges are in every sum.</param>
/// <param name="IsAsBilled">The months came to what stands on their bills; else somebody else made those.</param>
public sealed record PlansByUse(IReadOnlyList<Holding> Holdings, Holding Chosen, LocalText? Now, IReadOnlyList<PlanByUse> Plans, ComparedPlans Compared, DateOnly Begins, bool OtherLines, bool IsAsBilled)
{
    public Money Paid => new(Compared.Paid.Sum());
}

/// <summary>Bills the last months of a line's account again under each plan; nothing is stored.</summary>
public sealed class ComparePlansHandler(PortalDbContext db, ListHoldings list, ReadBillInputs inputs, ReadRatingBasis bases, ListPlansOnSale onSale, OffersById offers, Mirrored mirrored, IOptions<OperatorOptions> house, TimeProvider clock)
{
    const int Months = 3;

    public async Task<Outcome<PlansByUse>> HandleAsync(ComparePlans query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var holdings = (await list.HandleAsync(caller, ct)).Where(h => h.LineId is not null && h.AccountId is not null).ToArray();
        var payable = await GrantedAccounts.Of(db, caller, Right.SeeBill, now).Where(a => holdings.Select(h => h.AccountId).Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
        holdings = [.. holdings.Where(h => payable.Contains(h.AccountId!.Value))];
        var chosen = query.Holding is null ? holdings.FirstOrDefault() : holdings.FirstOrDefault(h => HomeView.KeyOf(h) == query.Holding);
        if (chosen is not { LineId: { } line, AccountId: { } account }) return Refusal.NotFound(query.Holding is null ? "compare.no_line" : "holding.not_found");
        if ((await mirrored.AmongAsync([account], ct)).Count > 0) return Refusal.Conflict("compare.elsewhere");

        var present = Cycles.Of(house.Value.DayOf(now), chosen.CycleDay);
        var months = new List<BilledGroup>();
        for (var period = Cycles.Before(present); months.Count < Months; period = Cycles.Before(period))
        {
            if (await ReadAsync(account, line, period, now, ct) is not { } month) break;
            months.Insert(0, month);
        }
        if (months.Count == 0) return Refusal.Conflict("compare.no_month");
        // Use that another system has priced is not in these sums: the smallest plan would look best to whoever uses most.
        var begins = house.Value.StartOf(months[0].Input.Period.From);
        if (await db.Set<UsageRecord>().AnyAsync(u => u.LineId == line && u.StartedAt >= begins && !u.RatedHere, ct)) return Refusal.Conflict("compare.priced_elsewhere");
        if (await ReadAsync(account, line, present, now, ct) is not { } current) return Refusal.Conflict("compare.no_plan");
        return await CompareAsync(holdings, chosen, months, current, ct);
    }

    // Null where the line had no plan for as much as a day.
    async Task<BilledGroup?> ReadAsync(Guid account, Guid line, BillingPeriod period, DateTime now, CancellationToken ct)
    {
        var group = (await inputs.ReadAsync([account], period, now, ct)).FirstOrDefault(g => g.Accounts.Any(a => a.Id == account));
        return group is not null && PlansOf(group, line).Any(p => p.IsHeldIn(period)) ? group : null;
    }

    static IEnumerable<Subscribed> PlansOf(BilledGroup group, Guid line) => group.Input.Products.Where(p => group.Input.Lines[p.Line].Id == line && group.Kinds.GetValueOrDefault(p.Product) == OfferKind.Plan);

    async Task<Outcome<PlansByUse>> CompareAsync(IReadOnlyList<Holding> holdings, Holding chosen, List<BilledGroup> months, BilledGroup current, CancellationToken ct)
    {
        var line = chosen.LineId!.Value;
        var listed = await onSale.HandleAsync(ct);
        var basis = await bases.ReadAsync(listed.Select(p => p.VersionId), ct);
        var plans = listed.Where(p => basis.Find(p.VersionId) is not null).ToDictionary(p => p.VersionId);
        var held = PlansOf(current, line).OrderBy(p => p.From).Last();
        var ids = months.Append(current).SelectMany(m => PlansOf(m, line)).Select(p => p.Product).ToHashSet();
        var carried = months.SelectMany(m => m.Rests).Where(r => ids.Contains(r.ProductId)).Select(r => r.PoolId).ToHashSet();
        var inputsOf = Aligned.Of([.. months.Select(m => m.Input)]);
        var place = inputsOf[0].Lines.Select((l, i) => (l.Id, i)).First(l => l.Id == line).i;
        var compared = basis.NewCompared([.. plans.Values.Select(p => new PlanOnSale(p.VersionId, basis.Find(p.VersionId)!.Terms))])
            .Of(inputsOf, new ComparedLine(place, ids, carried, held));
        var nowVersion = await (from p in HeldProducts.Of(db) where p.ProductId == held.Product select (Guid?)p.OfferVersionId).SingleOrDefaultAsync(ct);
        var name = nowVersion is { } version ? (await offers.ListAsync([version], ct)).GetValueOrDefault(version)?.Name : null;
        return new PlansByUse(holdings, chosen, name, [.. compared.Plans.Select(p => Plan(plans[p.Id], basis.Find(p.Id)!.Terms, p, p.Id == nowVersion)).OrderBy(p => p.Of.Unpriced > 0).ThenBy(p => p.Of.Sum).ThenBy(p => p.Plan.Code, StringComparer.Ordinal)],
            compared, current.Input.Next.From, inputsOf[0].Lines.Count(l => l.Account == inputsOf[0].Lines[place].Account) > 1, await IsAsBilledAsync(chosen.AccountId!.Value, compared, ct));
    }

    async Task<bool> IsAsBilledAsync(Guid account, ComparedPlans compared, CancellationToken ct)
    {
        var from = compared.Months[0].From;
        var billed = await db.Set<Bill>().Where(b => b.AccountId == account && b.PeriodFrom >= from && b.CreditOf == null && b.CreditedBy == null).Select(b => new { b.PeriodFrom, b.Total }).ToListAsync(ct);
        return compared.Months.Zip(compared.Paid).All(m => billed.Any(b => b.PeriodFrom == m.First.From && b.Total.Minor == m.Second));
    }

    static PlanByUse Plan(PlanListed listed, OfferTerms terms, ComparedPlan of, bool isNow) => new(listed, new Money(terms.Recurring.Where(r => r.Periods is null).Sum(r => r.Amount.Minor)),
        [.. terms.Allowances.GroupBy(a => a.Covers[0].Kind).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(a => a.Quantity)))], of, isNow);
}
