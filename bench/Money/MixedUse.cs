using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Bench;

/// <summary>Plans as they are sold, and a month's use as it comes: the same at every run.</summary>
internal static class MixedUse
{
    public static readonly Zones Zones = new(["local", "national", "hk", "abroad"]);
    public static readonly TariffClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), [new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 2)]);
    public static readonly TaxTable Taxes = new([("basic", new DateOnly(2020, 1, 1), 900), ("value-added", new DateOnly(2020, 1, 1), 600)]);
    static readonly TaxTerm ValueAdded = new([new("value-added", 1)]), Split = new([new("basic", 6), new("value-added", 4)]);

    /// <summary>Whole minutes, nights at less, data over the month in whole GB or in tiers, three or four allowances.</summary>
    public static OfferTerms Plan(int n) => new()
    {
        Recurring = [new RecurringTerm { Code = "fee", Name = Name("fee"), Amount = new Money(19_00 + (n * 4_00)), Tax = Split }],
        Usage =
        [
            Use("calls-in", UsageKind.Voice, 60, 0) with { Match = new UsageMatch { Kind = UsageKind.Voice, Direction = UsageDirection.Incoming, At = ["home", "national"] } },
            Calls("calls", 150_000 - (n % 5 * 10_000), new UsageMatch { Kind = UsageKind.Voice, Direction = UsageDirection.Outgoing, To = ["local", "national"] }),
            Calls("calls-hk", 1_000_000, new UsageMatch { Kind = UsageKind.Voice, To = ["hk"], Hours = n % 3 == 0 ? [new TariffHours(TariffDays.All, 0, 7 * 60)] : [] }),
            Calls("calls-abroad", 2_000_000, new UsageMatch { Kind = UsageKind.Voice }),
            Use("messages", UsageKind.Message, 1, 100_000) with { Tax = ValueAdded },
            n % 2 == 0
                ? Use("data", UsageKind.Data, 1 << 20, 5_000_000) with { Quantity = new Rounding(RoundingMode.Up, 1 << 20), QuantityOver = RoundedOver.Period, Tax = ValueAdded }
                : Use("data", UsageKind.Data, 1024, 30_000) with { Tiers = [new(0, new UnitPrice(30_000)), new(1 << 20, new UnitPrice(10_000))], Tax = ValueAdded },
        ],
        Allowances =
        [
            Free("minutes", UsageKind.Voice, 60L * 50 * n) with { Covers = [new UsageMatch { Kind = UsageKind.Voice, Direction = UsageDirection.Outgoing, To = ["local", "national"] }] },
            Free("messages", UsageKind.Message, 10 * n),
            Free("data", UsageKind.Data, (long)n << 20) with { RollOver = 1 },
            .. n % 4 == 0 ? (AllowanceTerm[])[Free("night-data", UsageKind.Data, 5L << 20) with { Priority = 50, Covers = [new UsageMatch { Kind = UsageKind.Data, Hours = [new TariffHours(TariffDays.All, 23 * 60, 24 * 60), new TariffHours(TariffDays.All, 0, 7 * 60)] }] }] : [],
        ],
        Discounts = n % 5 == 0 ? [new DiscountTerm { Code = "house", Name = Name("house"), Target = new ChargeTarget(Usage: false), Share = 1000 }] : [],
        Limits = n % 6 == 0 ? [new LimitTerm { Code = "cap", Name = Name("cap"), Kind = LimitKind.Cap, Amount = new Money(500_00), Target = new ChargeTarget(Recurring: false) }] : [],
    };

    /// <summary>Sessions of data, calls in and out, messages; in no order.</summary>
    public static UsageEvent[] Month(int customer, int month, int count)
    {
        var chance = new Random((customer * 12) + month);
        var (from, to) = (Clock.Begins(new DateOnly(2026, month, 1)), Clock.Begins(new DateOnly(2026, month + 1, 1)));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var what = chance.Next(100);
            var one = new UsageEvent { Id = new Guid(i + 1, (short)month, 0, BitConverter.GetBytes((long)chance.Next() << 32 | (uint)customer)), Line = 0, Start = chance.NextInt64(from, to), Kind = what < 60 ? UsageKind.Data : what < 90 ? UsageKind.Voice : UsageKind.Message, Quantity = 1, To = (ushort)(chance.Next(50) == 0 ? 4 : 2 + chance.Next(2)), At = Zones.Home };
            return one.Kind switch
            {
                UsageKind.Data => one with { Quantity = chance.Next(1, 60_000), Seconds = chance.Next(10, 900), To = Zones.Unknown },
                UsageKind.Voice => one with { Quantity = chance.Next(1, 600), Seconds = chance.Next(1, 600), Direction = (UsageDirection)chance.Next(2) },
                _ => one,
            };
        })];
    }

    public static Subscribed Held(int customer, Tariff tariff) => new() { Product = new Guid(customer + 1, 0, 0, new byte[8]), Tariff = tariff, Line = 0, From = new DateOnly(2025, 1, 1), FromTicks = Clock.Begins(new DateOnly(2025, 1, 1)), PeriodsBefore = 19 };

    static LocalText Name(string code) => LocalText.Of(code, code);

    static UsageTerm Use(string code, UsageKind kind, long block, long price) => new() { Code = code, Name = Name(code), Match = new UsageMatch { Kind = kind }, Block = block, Tiers = [new(0, new UnitPrice(price))] };

    static UsageTerm Calls(string code, long price, UsageMatch match) => Use(code, UsageKind.Voice, 60, price) with { Match = match, Quantity = new Rounding(RoundingMode.Up, 60) };

    static AllowanceTerm Free(string code, UsageKind kind, long quantity) => new() { Code = code, Name = Name(code), Covers = [new UsageMatch { Kind = kind }], Quantity = quantity };
}
