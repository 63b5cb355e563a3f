using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Rating;

/// <summary>Terms of offers as chance has them: everything they can say, in figures so small that borders are hit all the time.</summary>
internal sealed class AnyTerms(Random chance)
{
    static readonly string[] Codes = ["home", "local", "national", "hk"];
    public static readonly Zones Zones = new(Codes);
    public static readonly LocalText Name = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "x" });
    public static readonly TaxTable Taxes = new([("basic", new DateOnly(2020, 1, 1), 900), ("value", new DateOnly(2020, 1, 1), 600), ("none", new DateOnly(2020, 1, 1), 0)]);

    public T[] Many<T>(int least, int beyond, Func<int, T> one) => [.. Enumerable.Range(0, chance.Next(least, beyond)).Select(one)];

    public T Any<T>(params ReadOnlySpan<T> of) => of[chance.Next(of.Length)];

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        chance.NextBytes(bytes);
        return new Guid(bytes);
    }

    public UsageMatch[] Matches()
    {
        var kind = (UsageKind)chance.Next(2);
        return Many(1, 3, _ => Match(kind));
    }

    public OfferTerms OfUse(bool splits) => new()
    {
        Precedence = chance.Next(3),
        Usage = Many(1, 6, i => new UsageTerm
        {
            Code = $"u{i}", Name = Name, Match = Match((UsageKind)chance.Next(2)), Block = Any(1, 60, 7, 100), Tax = Tax(),
            Tiers = [new UsageTier(0, new UnitPrice(chance.Next(0, 300_000))), .. Many(0, 3, tier => new UsageTier((tier + 1) * chance.Next(1, 100), new UnitPrice(chance.Next(0, 300_000)))).OrderBy(t => t.From).DistinctBy(t => t.From)],
            TiersShared = chance.Next(4) == 0, Quantity = new Rounding((RoundingMode)chance.Next(3), Any(1, 60, 6)), QuantityOver = Any(RoundedOver.Event, RoundedOver.Event, RoundedOver.Period),
            EventAmount = chance.Next(2) == 0 ? new Rounding((RoundingMode)chance.Next(3), Any(1, 10_000, 1_000)) : null, PeriodAmount = (RoundingMode)chance.Next(3),
            Crossing = splits ? (CrossingRule)chance.Next(2) : CrossingRule.ByStart,
        }),
    };

    /// <summary>Fixed prices, allowances, reductions and a contract besides.</summary>
    public OfferTerms OfAll() => OfUse(splits: true) with
    {
        Recurring = Many(0, 3, i => new RecurringTerm
        {
            Code = $"r{i}", Name = Name, Amount = Amount(), Timing = (Timing)chance.Next(2), First = (PartRule)chance.Next(4), Last = (PartRule)chance.Next(4), WhileSuspended = chance.Next(1001),
            Rounding = (RoundingMode)chance.Next(3), Periods = chance.Next(3) == 0 ? chance.Next(4) : null, Tax = Tax(),
        }),
        OneTime = Many(0, 2, i => new OneTimeTerm { Code = $"o{i}", Name = Name, Amount = Amount(), Deposit = chance.Next(2) == 0, Tax = Tax() }),
        Allowances = Many(0, 3, i => new AllowanceTerm { Code = $"a{i}", Name = Name, Covers = Matches(), Quantity = chance.Next(300), Priority = chance.Next(2), Shared = chance.Next(2) == 0, First = (PartRule)chance.Next(4), RollOver = chance.Next(3) }),
        Discounts = Many(0, 4, i => new DiscountTerm
        {
            Code = $"d{i}", Name = Name, Target = Target(), Scope = (TermScope)chance.Next(3), Share = i % 2 == 0 ? chance.Next(10_001) : null, Amount = i % 2 == 0 ? null : Amount(), Periods = chance.Next(2) == 0 ? chance.Next(4) : null,
            Order = chance.Next(3), OneOf = chance.Next(2) == 0 ? "one" : null, Rounding = (RoundingMode)chance.Next(3),
        }),
        Credits = Many(0, 2, i => new CreditTerm { Code = $"c{i}", Name = Name, Amount = Amount(), FromPeriod = chance.Next(3), Periods = chance.Next(4) }),
        Limits = Many(0, 3, i => new LimitTerm { Code = $"l{i}", Name = Name, Kind = (LimitKind)chance.Next(2), Amount = Amount(), Target = Target(), Scope = (TermScope)chance.Next(3), Part = (PartRule)chance.Next(4), Tax = Tax() }),
        Contract = chance.Next(3) == 0 ? new ContractTerm(chance.Next(1, 6), Many(1, 3, i => new PenaltyStep(i * 2, Amount(), Amount(), chance.Next(10_001))), Name) : null,
    };

    public Money Amount() => new(chance.Next(0, 3000));

    ChargeTarget Target() => new(chance.Next(3) > 0, chance.Next(3) > 0, chance.Next(3) == 0) { Codes = chance.Next(3) == 0 ? [Any("r0", "u0", "u1", "o0")] : [] };

    TaxTerm Tax() => chance.Next(3) == 0 ? new TaxTerm([new("basic", chance.Next(1, 9)), new("value", chance.Next(1, 9))], chance.Next(4) > 0) : new TaxTerm([new(Any("basic", "value", "none"), 1)]);

    UsageMatch Match(UsageKind kind) => new()
    {
        Kind = kind, Direction = Any<UsageDirection?>(null, null, UsageDirection.Outgoing, UsageDirection.Incoming), To = chance.Next(2) == 0 ? [] : [Any(Codes)], At = chance.Next(4) == 0 ? [Any(Codes)] : [],
        Hours = chance.Next(3) == 0 ? [new TariffHours(Any(TariffDays.All, TariffDays.Workdays, TariffDays.Holiday | TariffDays.Saturday), chance.Next(0, 12) * 60, chance.Next(12, 25) * 60)] : [],
    };
}
