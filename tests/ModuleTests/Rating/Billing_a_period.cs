using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Rating;

/// <summary>What a bill says, by examples that can be worked out by hand.</summary>
public sealed class Billing_a_period
{
    static readonly Zones Zones = new(["local", "national"]);
    static readonly TariffClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), []);
    static readonly BillingPeriod November = BillingPeriod.Month(2026, 11), December = BillingPeriod.Month(2026, 12);
    static readonly LocalText Name = AnyTerms.Name;

    /// <summary>99 yuan with 100 minutes, 50 messages and 10 GB; whole minutes, each call; data over the month, the excess in whole GB.</summary>
    static readonly OfferTerms Plan = new()
    {
        Recurring = [new RecurringTerm { Code = "fee", Name = Name, Amount = new Money(99_00) }],
        Usage =
        [
            new UsageTerm { Code = "calls.in", Name = Name, Match = new UsageMatch { Kind = UsageKind.Voice, Direction = UsageDirection.Incoming }, Block = 60, Tiers = [new(0, new UnitPrice(0))] },
            new UsageTerm { Code = "calls", Name = Name, Match = new UsageMatch { Kind = UsageKind.Voice }, Block = 60, Tiers = [new(0, new UnitPrice(150_000))], Quantity = new Rounding(RoundingMode.Up, 60) },
            new UsageTerm { Code = "messages", Name = Name, Match = new UsageMatch { Kind = UsageKind.Message }, Block = 1, Tiers = [new(0, new UnitPrice(100_000))] },
            new UsageTerm { Code = "data", Name = Name, Match = new UsageMatch { Kind = UsageKind.Data }, Block = 1_048_576, Tiers = [new(0, new UnitPrice(5_000_000))], Quantity = new Rounding(RoundingMode.Up, 1_048_576), QuantityOver = RoundedOver.Period },
        ],
        Allowances =
        [
            new AllowanceTerm { Code = "minutes", Name = Name, Covers = [new UsageMatch { Kind = UsageKind.Voice, Direction = UsageDirection.Outgoing }], Quantity = 100 * 60 },
            new AllowanceTerm { Code = "messages", Name = Name, Covers = [new UsageMatch { Kind = UsageKind.Message }], Quantity = 50 },
            new AllowanceTerm { Code = "data", Name = Name, Covers = [new UsageMatch { Kind = UsageKind.Data }], Quantity = 10 * 1_048_576 },
        ],
    };

    [Fact]
    public void A_month_without_use_costs_the_fee() => Assert.Equal(99_00, Total(Plan));

    [Fact]
    public void A_call_of_61_seconds_is_two_minutes_and_only_what_is_above_the_allowance_costs() =>
        // 51 calls of 61 s are 102 minutes: 2 above, 0.30
        Assert.Equal(99_30, Total(Plan, [.. Enumerable.Range(0, 51).Select(i => Use(UsageKind.Voice, 61, day: 1 + (i % 28)))]));

    [Fact]
    public void A_call_that_came_in_costs_nothing_and_draws_nothing() =>
        Assert.Equal(99_00, Total(Plan, [Use(UsageKind.Voice, 100_000, direction: UsageDirection.Incoming), Use(UsageKind.Voice, 6_000)]));

    [Fact]
    public void Data_is_summed_over_the_month_and_the_excess_is_whole_gigabytes()
    {
        Assert.Equal(99_00, Total(Plan, [Use(UsageKind.Data, 10 * 1_048_576)]));
        Assert.Equal(104_00, Total(Plan, [Use(UsageKind.Data, 10 * 1_048_576), Use(UsageKind.Data, 1)]));
        Assert.Equal(109_00, Total(Plan, [.. Enumerable.Range(0, 115).Select(i => Use(UsageKind.Data, 104_858, day: 1 + (i % 30)))])); // 11.5 GB
    }

    [Fact]
    public void Use_of_the_month_before_and_after_is_on_their_bills() =>
        Assert.Equal(99_00, Total(Plan, [.. Enumerable.Range(0, 60).Select(_ => Use(UsageKind.Message, 1) with { Start = Clock.Begins(November.From) - 1 }), .. Enumerable.Range(0, 60).Select(_ => Use(UsageKind.Message, 1) with { Start = Clock.Begins(December.From) })]));

    [Theory]
    [InlineData(PartRule.Full, 30_00)]
    [InlineData(PartRule.Daily, 10_00)] // begun on the 21st: 10 of 30 days
    [InlineData(PartRule.Half, 15_00)]
    [InlineData(PartRule.Free, 0)]
    public void A_month_that_was_begun_late_costs_its_part(PartRule rule, long minor) =>
        Assert.Equal(minor, Total(Fee(30_00) with { Recurring = [Fee(30_00).Recurring[0] with { First = rule }] }, change: p => p with { From = new DateOnly(2026, 11, 21), FromTicks = Clock.Begins(new DateOnly(2026, 11, 21)) }));

    [Fact]
    public void Half_a_month_is_whole_when_begun_by_the_fifteenth() =>
        Assert.Equal(30_00, Total(new OfferTerms { Recurring = [Fee(30_00).Recurring[0] with { First = PartRule.Half }] }, change: p => p with { From = new DateOnly(2026, 11, 15) }));

    [Fact]
    public void Days_of_suspension_cost_what_the_price_says() =>
        // ten days at a fifth: 20 + 2 of 30 days
        Assert.Equal(22_00, Total(new OfferTerms { Recurring = [Fee(30_00).Recurring[0] with { WhileSuspended = 200 }] }, change: p => p with { Suspended = [(new DateOnly(2026, 11, 11), new DateOnly(2026, 11, 20))] }));

    [Fact]
    public void What_was_charged_in_advance_is_set_right_when_the_month_turns_out_shorter()
    {
        var plan = new OfferTerms { Recurring = [Fee(30_00).Recurring[0] with { Timing = Timing.Advance, Last = PartRule.Daily }] };
        var goesOn = Bill(plan, input: i => i with { Advanced = [new Advanced(Product, "fee", 30_00)] });
        Assert.Equal((30_00, 30_00), (goesOn.Bills[0].Total, goesOn.Advanced.Sum(a => a.Amount)));
        var ended = Bill(plan, change: p => p with { To = new DateOnly(2026, 11, 10) }, input: i => i with { Advanced = [new Advanced(Product, "fee", 30_00)] });
        Assert.Equal((-20_00, 0), (ended.Bills[0].Total, ended.Advanced.Count));
    }

    [Fact]
    public void Discounts_are_taken_in_their_order_and_of_those_that_exclude_each_other_the_best()
    {
        var off = new DiscountTerm { Code = "d", Name = Name, Target = new ChargeTarget(), Share = 1000 };
        // 100.00 − 10 % − 5.00, and of 20 % and 8.00 on the 85.00 that are left, 20 %
        Assert.Equal(68_00, Total(Fee(100_00) with
        {
            Discounts = [off with { Order = 1 }, off with { Code = "five", Share = null, Amount = new Money(5_00), Order = 2 },
            off with { Code = "a", Share = null, Amount = new Money(8_00), Order = 3, OneOf = "spring" }, off with { Code = "b", Share = 2000, Order = 4, OneOf = "spring" }]
        }));
    }

    [Fact]
    public void A_discount_ends_after_its_months_and_never_makes_a_charge_a_gift()
    {
        var off = new DiscountTerm { Code = "d", Name = Name, Target = new ChargeTarget(), Amount = new Money(500_00), Periods = 2 };
        Assert.Equal(0, Total(Fee(30_00) with { Discounts = [off] }, change: p => p with { PeriodsBefore = 1 }));
        Assert.Equal(30_00, Total(Fee(30_00) with { Discounts = [off] }, change: p => p with { PeriodsBefore = 2 }));
    }

    [Fact]
    public void A_cap_cuts_and_a_minimum_fills()
    {
        LimitTerm Limit(LimitKind kind, long minor) => new() { Code = "limit", Name = Name, Kind = kind, Amount = new Money(minor), Target = new ChargeTarget(Recurring: false) };
        var sent = Enumerable.Range(0, 350).Select(i => Use(UsageKind.Message, 1, day: 1 + (i % 30))).ToArray(); // 300 above the allowance: 30.00
        Assert.Equal(129_00, Total(Plan, sent));
        Assert.Equal(119_00, Total(Plan with { Limits = [Limit(LimitKind.Cap, 20_00)] }, sent));
        Assert.Equal(149_00, Total(Plan with { Limits = [Limit(LimitKind.Minimum, 50_00)] }, sent));
    }

    [Fact]
    public void A_credit_is_given_in_its_months()
    {
        var plan = Fee(30_00) with { Credits = [new CreditTerm { Code = "back", Name = Name, Amount = new Money(10_00), FromPeriod = 1, Periods = 2 }] };
        Assert.Equal([30_00L, 20_00, 20_00, 30_00], Enumerable.Range(0, 4).Select(n => Total(plan, change: p => p with { PeriodsBefore = n })));
    }

    [Fact]
    public void Tax_of_a_bundle_is_that_of_its_parts_and_adds_up()
    {
        var plan = Fee(109_00, new TaxTerm([new("basic", 70), new("value", 30)]));
        var bill = Bill(plan).Bills[0];
        // 76.30 at 9 %: 6.30; 32.70 at 6 %: 1.85
        Assert.Equal([("basic", 900, 76_30L, 6_30L), ("value", 600, 32_70, 1_85)], bill.Taxes);
        Assert.Equal((109_00, 8_15), (bill.Total, bill.Tax));
        var without = Bill(Fee(100_00, new TaxTerm([new("basic", 1)], Included: false))).Bills[0];
        Assert.Equal((109_00, 9_00), (without.Total, without.Tax));
    }

    [Fact]
    public void Tax_of_a_document_is_rounded_once_and_its_lines_add_up_to_it()
    {
        var three = new OfferTerms { Recurring = [.. Enumerable.Range(0, 3).Select(i => Fee(1_00).Recurring[0] with { Code = $"f{i}" })] };
        Assert.Equal(24, Bill(three).Bills[0].Tax); // three times 0.0826 is 0.24 line by line
        var document = Bill(three, input: i => i with { Policy = new BillPolicy(TaxRounding.Document) }).Bills[0];
        Assert.Equal((25, 25L), (document.Tax, document.Charges.Sum(c => c.Tax))); // 0.2477
    }

    [Fact]
    public void A_total_in_whole_steps_says_the_difference_in_a_line() =>
        Assert.Equal((99_10, -3), (Bill(Fee(99_13), input: i => i with { Policy = new BillPolicy(Total: new Rounding(RoundingMode.Down, 10)) }).Bills[0] is var b ? (b.Total, b.Charges[^1].Amount) : default));

    [Theory]
    [InlineData(0, 300_00 + (24 * 10_00))]
    [InlineData(12, 12 * 10_00)]
    [InlineData(24, 0)]
    public void Leaving_a_contract_costs_by_the_time_served(int served, long minor)
    {
        var plan = Fee(30_00) with { Contract = new ContractTerm(24, [new(0, new Money(300_00), new Money(10_00), 0), new(12, default, new Money(10_00), 0)], Name) };
        Assert.Equal(30_00 + minor, Total(plan, change: p => p with { PeriodsBefore = served, To = new DateOnly(2026, 11, 30) }));
    }

    [Fact]
    public void What_is_left_over_carries_the_next_month()
    {
        var plan = Plan with { Allowances = [Plan.Allowances[0] with { RollOver = 1 }] };
        var first = Bill(plan, [Use(UsageKind.Voice, 40 * 60)]);
        var (pool, left) = Assert.Single(first.Left);
        Assert.Equal(60 * 60, left);
        var carried = new Pool(pool.Id, plan.Allowances[0].Covers, Zones, left, pool.Priority, pool.UsableFrom, pool.Expires, pool.Granted, pool.Lines);
        var second = Bill(plan, [Use(UsageKind.Voice, 170 * 60) with { Start = Clock.Begins(December.From.AddDays(5)) }], input: i => i with { Period = December, Next = BillingPeriod.Month(2027, 1), Pools = [carried] });
        Assert.Equal(99_00 + (10 * 15), second.Bills[0].Total); // 60 + 100 minutes are free, the older first
        Assert.Equal(0, second.Left.Single(l => l.Pool.Id == pool.Id).Left);
    }

    static OfferTerms Fee(long minor, TaxTerm? tax = null) => new() { Recurring = [new RecurringTerm { Code = "fee", Name = Name, Amount = new Money(minor), Tax = tax ?? TaxTerm.Basic }] };

    static readonly Guid Product = new("00000000-0000-0000-0000-000000000001");
    static int events;

    static UsageEvent Use(UsageKind kind, long quantity, int day = 3, UsageDirection direction = UsageDirection.Outgoing) => new()
    {
        Id = new Guid(Interlocked.Increment(ref events), 0, 0, new byte[8]), Start = Clock.Begins(November.From.AddDays(day - 1)) + TimeSpan.TicksPerHour, Line = 0, Kind = kind, Direction = direction, Quantity = quantity, To = Zones.Of("local"), At = Zones.Home,
    };

    static long Total(OfferTerms terms, UsageEvent[]? used = null, Func<Subscribed, Subscribed>? change = null) => Bill(terms, used, change).Bills[0].Total;

    static BillOutcome Bill(OfferTerms terms, UsageEvent[]? used = null, Func<Subscribed, Subscribed>? change = null, Func<BillInput, BillInput>? input = null)
    {
        var product = new Subscribed { Product = Product, Tariff = new Tariff(terms, Zones), Line = 0, From = new DateOnly(2026, 1, 1), FromTicks = Clock.Begins(new DateOnly(2026, 1, 1)), PeriodsBefore = 10 };
        var all = new BillInput
        {
            Period = November, Next = December, Lines = [(new Guid("00000000-0000-0000-0000-00000000000a"), 0)], Accounts = 1, Products = [change?.Invoke(product) ?? product], Events = used ?? [],
            Taxes = new TaxTable([("basic", new DateOnly(2020, 1, 1), 900), ("value", new DateOnly(2020, 1, 1), 600)]),
        };
        return new Billed(Zones, Clock).Of(input?.Invoke(all) ?? all);
    }
}
