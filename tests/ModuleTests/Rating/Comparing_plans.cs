using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Rating;

/// <summary>The last months under other plans, by examples that can be worked out by hand.</summary>
public sealed class Comparing_plans
{
    static readonly TariffClock Clock = AnyGroup.Clock;
    static readonly Guid Own = new(1, 0, 0, new byte[8]), AddOn = new(2, 0, 0, new byte[8]), Small = new(3, 0, 0, new byte[8]), Large = new(4, 0, 0, new byte[8]);

    /// <summary>A fee, included minutes, and 0.20 a minute beyond.</summary>
    static OfferTerms Terms(long fee, long minutes) => new()
    {
        Recurring = [new RecurringTerm { Code = "fee", Name = AnyTerms.Name, Amount = new Money(fee) }],
        Usage = [new UsageTerm { Code = "calls", Name = AnyTerms.Name, Match = new UsageMatch { Kind = UsageKind.Voice }, Block = 60, Tiers = [new(0, new UnitPrice(200_000))], Quantity = new Rounding(RoundingMode.Up, 60) }],
        Allowances = [new AllowanceTerm { Code = "minutes", Name = AnyTerms.Name, Covers = [new UsageMatch { Kind = UsageKind.Voice }], Quantity = minutes * 60 }],
    };

    [Fact]
    public void Each_month_is_what_it_would_have_been_and_the_worst_is_named()
    {
        // 50, 300 and 100 minutes: the line's own plan (60.00, 100 minutes) takes 60.00, 100.00 and 60.00
        var compared = Compare(Terms(60_00, 100), [(Small, Terms(20_00, 0)), (Large, Terms(80_00, 1000))], [50, 300, 100]);
        Assert.Equal([60_00, 100_00, 60_00], compared.Paid);
        Assert.Equal([30_00, 80_00, 40_00], compared.Plans[0].Totals);
        Assert.Equal((150_00, 70_00, 1), (compared.Plans[0].Sum, compared.Plans[0].Saving, compared.Plans[0].Worst));
        Assert.Equal([80_00, 80_00, 80_00], compared.Plans[1].Totals);
        Assert.Equal(-20_00, compared.Plans[1].Saving);
        Assert.Equal([new LessIncluded(UsageKind.Voice, 6000, 0)], compared.Plans[0].Less);
        Assert.Empty(compared.Plans[1].Less);
        Assert.Equal([Assumption.SameUse], compared.Assumed);
    }

    [Fact]
    public void What_was_agreed_with_the_customer_does_not_go_over_and_what_else_is_had_does()
    {
        var addOn = new Subscribed { Product = AddOn, Tariff = new Tariff(new OfferTerms { Recurring = [new RecurringTerm { Code = "ring", Name = AnyTerms.Name, Amount = new Money(5_00) }] }, AnyTerms.Zones), Line = 0, From = new DateOnly(2026, 1, 1), FromTicks = 0 };
        var compared = Compare(Terms(60_00, 100), [(Small, Terms(60_00, 100))], [50], p => p with { Negotiated = new Dictionary<string, Money> { ["fee"] = new Money(10_00) } }, addOn);
        Assert.Equal([15_00], compared.Paid);
        Assert.Equal([65_00], compared.Plans[0].Totals);
        Assert.Contains(Assumption.ListPrices, compared.Assumed);
        Assert.Single(compared.Leaving.Promotions);
    }

    [Fact]
    public void Beginnings_and_welcomes_are_said_apart_and_no_month_has_them()
    {
        var compared = Compare(Terms(60_00, 100), [(Small, Terms(50_00, 100) with
        {
            OneTime = [new OneTimeTerm { Code = "card", Name = AnyTerms.Name, Amount = new Money(10_00) }, new OneTimeTerm { Code = "deposit", Name = AnyTerms.Name, Amount = new Money(100_00), Deposit = true }],
            Credits = [new CreditTerm { Code = "welcome", Name = AnyTerms.Name, Amount = new Money(30_00), Periods = 12 }],
            Discounts = [new DiscountTerm { Code = "first", Name = AnyTerms.Name, Target = new ChargeTarget(), Share = 5000, Periods = 3 }, new DiscountTerm { Code = "always", Name = AnyTerms.Name, Target = new ChargeTarget(), Share = 1000 }],
        })], [50, 50]);
        Assert.Equal([45_00, 45_00], compared.Plans[0].Totals);
        Assert.Equal((10_00, 100_00), (compared.Plans[0].Once, compared.Plans[0].Deposit));
        Assert.Equal([Assumption.SameUse, Assumption.NoWelcome], compared.Assumed);
    }

    [Fact]
    public void A_fee_in_advance_is_counted_in_its_month()
    {
        static OfferTerms InAdvance(long fee) => Terms(fee, 100) with { Recurring = [Terms(fee, 0).Recurring[0] with { Timing = Timing.Advance }] };
        Assert.Equal([40_00, 40_00], Compare(InAdvance(60_00), [(Small, InAdvance(40_00))], [10, 10]).Plans[0].Totals);
    }

    [Fact]
    public void Leaving_costs_the_penalty_of_now_what_is_carried_over_and_the_promotions_that_run()
    {
        var terms = Terms(60_00, 100) with
        {
            Allowances = [Terms(0, 100).Allowances[0] with { RollOver = 1 }],
            Contract = new ContractTerm(24, [new PenaltyStep(0, new Money(0), new Money(10_00), 0)], AnyTerms.Name),
            Credits = [new CreditTerm { Code = "back", Name = AnyTerms.Name, Amount = new Money(5_00), Periods = 12 }],
        };
        var compared = Compare(terms, [(Small, Terms(20_00, 0))], [40], p => p with { PeriodsBefore = 9 });
        Assert.Equal(150_00, compared.Leaving.Penalty);
        Assert.Equal([(UsageKind.Voice, 60L * 60)], compared.Leaving.CarriedOver);
        Assert.Equal([new EndingPromotion(AnyTerms.Name, 3)], compared.Leaving.Promotions);
    }

    [Fact]
    public void What_was_carried_over_stays_behind_with_the_plan()
    {
        var pool = new Pool(new Guid(9, 0, 0, new byte[8]), [new UsageMatch { Kind = UsageKind.Voice }], AnyTerms.Zones, 50 * 60, 1, 0, long.MaxValue, 0, [0]);
        var compared = Compare(Terms(60_00, 100), [(Small, Terms(60_00, 100))], [150], pools: [pool]);
        Assert.Equal([60_00], compared.Paid);
        Assert.Equal([70_00], compared.Plans[0].Totals);
        Assert.Contains(Assumption.NothingCarriedOver, compared.Assumed);
    }

    [Fact]
    public void Use_without_a_price_is_counted_and_not_taken_for_free() =>
        Assert.Equal(50, Compare(Terms(60_00, 100), [(Small, Terms(20_00, 0) with { Usage = [], Allowances = [] })], [50]).Plans[0].Unpriced);

    [Fact]
    public void Two_plans_that_followed_each_other_are_exchanged_for_one()
    {
        var (first, second) = (Product(Own, Terms(30_00, 0)), Product(AddOn, Terms(60_00, 0)));
        var change = Clock.Begins(new DateOnly(2026, 10, 16));
        first = first with { To = new DateOnly(2026, 10, 15), ToTicks = change };
        second = second with { From = new DateOnly(2026, 10, 16), FromTicks = change };
        var compared = new Compared(AnyTerms.Zones, Clock, [new PlanOnSale(Small, Terms(20_00, 100))])
            .Of([Input(10, 150, [first, second], [])], new ComparedLine(0, new HashSet<Guid> { Own, AddOn }, new HashSet<Guid>(), second));
        Assert.Equal([20_00 + 10_00], compared.Plans[0].Totals);
    }

    static Subscribed Product(Guid id, OfferTerms terms) => new() { Product = id, Tariff = new Tariff(terms, AnyTerms.Zones), Line = 0, From = new DateOnly(2026, 1, 1), FromTicks = 0, PeriodsBefore = 5 };

    static ComparedPlans Compare(OfferTerms own, (Guid Id, OfferTerms Terms)[] plans, int[] minutes, Func<Subscribed, Subscribed>? change = null, Subscribed? besides = null, Pool[]? pools = null)
    {
        var plan = (change ?? (p => p))(Product(Own, own));
        return new Compared(AnyTerms.Zones, Clock, [.. plans.Select(p => new PlanOnSale(p.Id, p.Terms))])
            .Of([.. minutes.Select((m, i) => Input(8 + i, m, besides is null ? [plan] : [plan, besides], pools ?? []))], new ComparedLine(0, new HashSet<Guid> { Own }, (pools ?? []).Select(p => p.Id).ToHashSet(), plan));
    }

    static BillInput Input(int month, int minutes, Subscribed[] products, Pool[] pools) => new()
    {
        Period = BillingPeriod.Month(2026, month), Next = BillingPeriod.Month(2026, month + 1), Lines = [(Guid.Empty, 0)], Accounts = 1, Products = products, Pools = pools, Taxes = AnyTerms.Taxes,
        Advanced = [.. products.Where(p => p.Tariff.Terms.Recurring[0].Timing == Timing.Advance).Select(p => new Advanced(p.Product, "fee", p.Tariff.Terms.Recurring[0].Amount.Minor))],
        // Calls of 31 seconds: each is a minute.
        Events = [.. Enumerable.Range(0, minutes).Select(i => new UsageEvent { Id = new Guid(i + 1, (short)month, 0, new byte[8]), Line = 0, Kind = UsageKind.Voice, Quantity = 31, Start = Clock.Begins(new DateOnly(2026, month, 1)) + (i * TimeSpan.TicksPerHour) })],
    };
}
