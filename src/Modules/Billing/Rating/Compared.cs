using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>A plan that a line could have.</summary>
/// <param name="Id">Of the version of its offer.</param>
public sealed record PlanOnSale(Guid Id, OfferTerms Terms);

/// <summary>The line whose plan is exchanged.</summary>
/// <param name="Line">Its place.</param>
/// <param name="Plans">Products in the months that are plans of the line, by id.</param>
/// <param name="Carried">Pools in the months that were left over from those; they stay behind with the plan.</param>
/// <param name="Now">The plan as the line has it today.</param>
public sealed record ComparedLine(int Line, IReadOnlySet<Guid> Plans, IReadOnlySet<Guid> Carried, Subscribed Now);

/// <summary>Included use that would be less, of one kind.</summary>
public sealed record LessIncluded(UsageKind Kind, long Now, long Then);

/// <summary>The months under a plan. Amounts are minor units, of the account that the line is billed to.</summary>
/// <param name="Totals">By month.</param>
/// <param name="Saving">Above zero where it would have been less.</param>
/// <param name="Worst">Place of the dearest month; of equals the first.</param>
/// <param name="Once">What is charged at its beginning, and no month's total has.</param>
/// <param name="Deposit">What would be held until its end.</param>
/// <param name="Unpriced">Events for which it has no price and the line's own plan had one: its totals are without them.</param>
public sealed record ComparedPlan(Guid Id, IReadOnlyList<long> Totals, long Sum, long Saving, int Worst, long Once, long Deposit, int Unpriced, IReadOnlyList<LessIncluded> Less);

/// <param name="PeriodsLeft">Null for what has no end.</param>
public sealed record EndingPromotion(LocalText Name, int? PeriodsLeft);

/// <summary>What the line loses with its plan, whichever follows.</summary>
/// <param name="Penalty">Minor units, were it to leave now.</param>
/// <param name="CarriedOver">What could still be used in the next period, by kind.</param>
public sealed record Leaving(long Penalty, IReadOnlyList<(UsageKind Kind, long Quantity)> CarriedOver, IReadOnlyList<EndingPromotion> Promotions);

/// <summary>What a comparison takes as given. It says so, for nobody can know better.</summary>
public enum Assumption
{
    /// <summary>The same would have been used.</summary>
    SameUse,
    /// <summary>Nothing was carried over into the first month.</summary>
    NothingCarriedOver,
    /// <summary>Without what is given for the first months only.</summary>
    NoWelcome,
    /// <summary>At list prices, without what was agreed with this customer.</summary>
    ListPrices,
}

/// <param name="Paid">Minor units of each month as it was billed.</param>
/// <param name="Plans">In the order in which they were given.</param>
public sealed record ComparedPlans(IReadOnlyList<BillingPeriod> Months, IReadOnlyList<long> Paid, IReadOnlyList<ComparedPlan> Plans, Leaving Leaving, IReadOnlyList<Assumption> Assumed);

/// <summary>Bills a customer's last months again under every plan on sale: by the function that bills, with nothing exchanged but
/// the line's plan.</summary>
/// <remarks>Keep one for each thread and list of plans: what the plans tell apart about use is worked out once.</remarks>
public sealed class Compared(Zones zones, TariffClock clock, IReadOnlyList<PlanOnSale> plans, int minorDigits = 2)
{
    readonly Billed billed = new(zones, clock, minorDigits);
    readonly Tariff[] tariffs = [.. plans.Select(p => new Tariff(Lasting(p.Terms), zones))];
    UsageGrid? grid;

    /// <param name="months">Each as it was billed, of the same lines and accounts.</param>
    public ComparedPlans Of(IReadOnlyList<BillInput> months, ComparedLine line)
    {
        var account = months[0].Lines[line.Line].Account;
        var again = months.Select(m => Again(m, line)).ToArray();
        var own = again.Select(m => billed.Of(m.AsItWas, m.Use)).ToArray();
        long[] paid = [.. own.Select(o => o.Bills[account].Total)];
        var unpriced = own.Sum(Unpriced);
        var compared = new ComparedPlan[plans.Count];
        for (var i = 0; i < compared.Length; i++)
        {
            var outcomes = again.Select(m => billed.Of(m.With(tariffs[i]), m.Use)).ToArray();
            long[] totals = [.. outcomes.Select(o => o.Bills[account].Total)];
            var terms = plans[i].Terms;
            compared[i] = new ComparedPlan(plans[i].Id, totals, totals.Sum(), paid.Sum() - totals.Sum(), Array.IndexOf(totals, totals.Max()),
                terms.OneTime.Where(o => !o.Deposit).Sum(o => o.Amount.Minor), terms.OneTime.Where(o => o.Deposit).Sum(o => o.Amount.Minor),
                Math.Max(0, outcomes.Sum(Unpriced) - unpriced), Less(line.Now.Terms, terms));
        }
        return new ComparedPlans([.. months.Select(m => m.Period)], paid, compared, Leave(line, months[^1], own[^1]), [.. Assume(months, line)]);
    }

    static int Unpriced(BillOutcome outcome) => outcome.Parked.Count(p => p.Reason == Unrateable.NoPrice);

    // A plan as it costs once it is an old habit: without beginnings, welcomes and ends, each month's fee in the month.
    static OfferTerms Lasting(OfferTerms terms) => terms with
    {
        Recurring = [.. terms.Recurring.Select(r => r with { Timing = Timing.Arrears })],
        OneTime = [],
        Discounts = [.. terms.Discounts.Where(d => d.Periods is null)],
        Credits = [],
        Contract = null,
    };

    /// <summary>A month whose use is folded and whose plan can be exchanged.</summary>
    sealed record Month(BillInput AsItWas, BillInput Others, Subscribed? Plan, FoldedUse Use)
    {
        public BillInput With(Tariff tariff) => Plan is null ? Others : Others with { Products = [.. Others.Products, Plan with { Tariff = tariff }] };
    }

    Month Again(BillInput month, ComparedLine line)
    {
        var held = month.Products.Where(p => line.Plans.Contains(p.Product)).OrderBy(p => p.FromTicks).ThenBy(p => p.Product).ToArray();
        var others = month with
        {
            Products = [.. month.Products.Where(p => !line.Plans.Contains(p.Product))],
            Pools = [.. month.Pools.Where(p => !line.Carried.Contains(p.Id))],
            Advanced = [.. month.Advanced.Where(a => !line.Plans.Contains(a.Product))],
        };
        var known = (grid ??= UsageGrid.Of(tariffs)).With([.. month.Products.Select(p => p.Tariff).Distinct()], month.Pools);
        return new Month(month, others, held.Length == 0 ? null : AsOne(held), billed.Fold(month, known));
    }

    // The plans that followed each other in the month, as one that was there all the time.
    static Subscribed AsOne(Subscribed[] held) => held[^1] with
    {
        From = held.Min(p => p.From),
        FromTicks = held[0].FromTicks,
        To = held.Any(p => p.To is null) ? null : held.Max(p => p.To),
        ToTicks = held.Max(p => p.ToTicks),
        PeriodsBefore = 0,
        PeriodsPromoted = null,
        Suspended = [.. held.SelectMany(p => p.Suspended).Distinct()],
        Negotiated = new Dictionary<string, Money>(StringComparer.Ordinal),
    };

    static LessIncluded[] Less(OfferTerms now, OfferTerms then) =>
        [.. now.Allowances.GroupBy(a => a.Covers[0].Kind).Select(g => new LessIncluded(g.Key, g.Sum(a => a.Quantity), then.Allowances.Where(a => a.Covers[0].Kind == g.Key).Sum(a => a.Quantity))).Where(l => l.Then < l.Now).OrderBy(l => l.Kind)];

    Leaving Leave(ComparedLine line, BillInput last, BillOutcome outcome)
    {
        var next = clock.Begins(last.Next.From);
        var own = last.Products.Where(p => line.Plans.Contains(p.Product)).SelectMany(p => billed.PoolsOf(p, last.Period)).Select(p => p.Id).Concat(line.Carried).ToHashSet();
        return new Leaving(Contracts.Penalty(line.Now, line.Now.PeriodsBefore),
            [.. outcome.Left.Where(l => l.Left > 0 && l.Pool.Expires > next && own.Contains(l.Pool.Id)).GroupBy(l => l.Pool.Kind).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(l => l.Left)))],
            [.. Promotions(line.Now)]);
    }

    static IEnumerable<EndingPromotion> Promotions(Subscribed now)
    {
        var terms = now.Terms;
        foreach (var one in terms.Discounts)
            if (one.Periods is { } periods && now.Promoted < periods) yield return new EndingPromotion(one.Name, periods - now.Promoted);
        foreach (var one in terms.Credits)
            if (now.Promoted < one.FromPeriod + one.Periods) yield return new EndingPromotion(one.Name, one.FromPeriod + one.Periods - now.Promoted);
        foreach (var name in terms.Recurring.Select(r => (r.Code, r.Name)).Concat(terms.Limits.Select(l => (l.Code, l.Name))).Where(t => now.Negotiated.ContainsKey(t.Code)).Select(t => t.Name))
            yield return new EndingPromotion(name, null);
    }

    IEnumerable<Assumption> Assume(IReadOnlyList<BillInput> months, ComparedLine line)
    {
        yield return Assumption.SameUse;
        if (line.Carried.Count > 0 || plans.Any(p => p.Terms.Allowances.Any(a => a.RollOver > 0))) yield return Assumption.NothingCarriedOver;
        if (plans.Any(p => p.Terms.Credits.Count > 0 || p.Terms.Discounts.Any(d => d.Periods is not null))) yield return Assumption.NoWelcome;
        if (months.Any(m => m.Products.Any(p => line.Plans.Contains(p.Product) && p.Negotiated.Count > 0))) yield return Assumption.ListPrices;
    }
}
