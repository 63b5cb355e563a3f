using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.ModuleTests.Import;

namespace Wangting.ModuleTests.Rating;

/// <summary>Catalogues as files: what is right is taken as written, what is wrong is said with its line and rule.</summary>
public sealed class Reading_a_catalogue
{
    const string Right = """
        zones: [local, hk]
        taxes: [{ class: basic, rates: [{ from: 2020-01-01, rate: 9% }] }]
        offers:
          - code: p
            kind: plan
            name: P
            versions:
              - number: 1
                from: 2026-01-01
                recurring: [{ code: fee, name: F, amount: 10 }]
                usage:
                  - { code: u1, name: U, of: { kind: voice, to: [local] }, block: 60 s, price: 0.1 }
                  - { code: u2, name: U, of: { kind: voice }, block: 60 s, tiers: [{ from: 0 min, price: 0.2 }, { from: 10 min, price: 0.1 }] }
                allowances: [{ code: a, name: A, covers: [{ kind: voice }], quantity: 1 h }]
        """;

    [Fact]
    public void What_is_right_is_taken_as_written()
    {
        var (read, faults) = Read(Right);
        Assert.Empty(faults);
        var terms = read.Offers.Single().Versions.Single().Terms;
        Assert.Equal((10_00, 3600L, 100_000L), (terms.Recurring[0].Amount.Minor, terms.Allowances[0].Quantity, terms.Usage[0].Tiers[0].Price.Micro));
        Assert.Equal([new UsageTier(0, new UnitPrice(200_000)), new UsageTier(600, new UnitPrice(100_000))], terms.Usage[1].Tiers);
        Assert.Equal([("basic", new DateOnly(2020, 1, 1), 900)], read.Taxes);
    }

    [Fact]
    public void Json_says_the_same() => Assert.Empty(Read("""{"offers":[{"code":"p","kind":"add-on","name":{"zh-CN":"加油包","en":"Booster"},"versions":[{"number":1,"from":"2026-01-01"}]}]}""").Faults);

    [Theory]
    [InlineData("amount: 10 }", "amount: -10 }", "negative", 10)]
    [InlineData("amount: 10 }", "amount: 10.005 }", "amount", 10)]
    [InlineData("amount: 10 }", "amont: 10 }", "unknown_key", 10)]
    [InlineData("amount: 10 }", "amont: 10 }", "missing", 10)]
    [InlineData("rate: 9%", "rate: 9", "percent", 2)]
    [InlineData("kind: plan", "kind: plans", "one_of", 5)]
    [InlineData("code: p\n", "code: P!\n", "code", 4)]
    [InlineData("number: 1", "number: one", "number", 8)]
    [InlineData("from: 2026-01-01", "from: 1.1.2026", "day", 9)]
    [InlineData("quantity: 1 h", "quantity: 1 GB", "quantity", 14)]
    [InlineData("block: 60 s, price: 0.1 ", "block: 0 s, price: 0.1 ", "above_zero", 12)]
    [InlineData("price: 0.1 }\n", "price: 0.1, round: { by: up, to: 0 s } }\n", "above_zero", 12)]
    [InlineData("price: 0.1 }\n", "price: 0.0000001 }\n", "price", 12)]
    [InlineData("price: 0.1 }\n", "price: 0.1, tiers: [{ from: 0 s, price: 1 }] }\n", "price_or_tiers", 12)]
    [InlineData("{ from: 0 min", "{ from: 1 min", "tiers", 13)]
    [InlineData("{ from: 10 min", "{ from: 0 min", "tiers", 13)]
    [InlineData("to: [local] }", "to: [mars] }", "zone", 12)]
    [InlineData("to: [local] }", "hours: [{ days: workdays, from: \"22:00\", to: \"06:00\" }] }", "hours", 12)]
    [InlineData("to: [local] }", "hours: [{ days: workdays, from: \"25:00\", to: \"26:00\" }] }", "minute", 12)]
    [InlineData(", to: [local] }", " }", "never", 13)]
    [InlineData("code: u2", "code: u1", "twice", 12)]
    [InlineData("code: u2", "code: fee", "twice", 12)]
    [InlineData("covers: [{ kind: voice }]", "covers: [{ kind: voice }, { kind: data }]", "kinds", 14)]
    [InlineData("covers: [{ kind: voice }], quantity: 1 h", "covers: [{ kind: data }], quantity: 1 GB", "unpriced", 14)]
    [InlineData("quantity: 1 h }]", "quantity: 1 h }, { code: a, name: A, covers: [{ kind: voice }], quantity: 2 h }]", "twice", 14)]
    [InlineData("amount: 10 }", "amount: 10, tax: luxury }", "tax_class", 10)]
    [InlineData("recurring: [", "discounts: [{ code: d, name: D, on: { recurring: false, usage: false }, share: 10% }]\n        recurring: [", "nothing", 10)]
    [InlineData("recurring: [", "discounts: [{ code: d, name: D, share: 10%, amount: 1 }]\n        recurring: [", "share_or_amount", 10)]
    [InlineData("recurring: [", "limits: [{ code: c, name: C, kind: cap, amount: 5 }, { code: m, name: M, kind: minimum, amount: 6 }]\n        recurring: [", "above_cap", 10)]
    [InlineData("from: 2026-01-01", "from: 2026-01-01\n        to: 2025-01-01", "days", 10)]
    [InlineData("versions:\n", "versions:\n      - { number: 2, from: 2026-06-01 }\n", "overlap", 10)]
    [InlineData("versions:\n", "versions:\n      - { number: 1, from: 2020-06-01, to: 2020-07-01 }\n", "twice", 9)]
    [InlineData("zones: [local, hk]", "zones: local", "list_wanted", 1)]
    [InlineData("zones: [local, hk]", "zones: [local, hk, hk]", "twice", 1)]
    [InlineData("zones: [local, hk]", "zones: [local, { code: hk, prefixes: [\"+852\"] }]", "prefix", 1)]
    [InlineData("zones: [local, hk]", "zones: [{ code: local, prefixes: [86] }, { code: hk, prefixes: [86] }]", "twice", 1)]
    [InlineData("zones: [local, hk]", "zones: [local, { code: hk, prefix: [852] }]", "unknown_key", 1)]
    [InlineData("rate: 9% }]", "rate: 9% }, { from: 2020-01-01, rate: 6% }]", "twice", 2)]
    [InlineData("taxes: [", "taxes: [{ class: late, rates: [{ from: 2026-02-01, rate: 6% }] }, ", "no_rate", 9, "amount: 10 }", "amount: 10, tax: late }")]
    [InlineData("recurring: [", "rules: { requires: [q] }\n        recurring: [", "offer", 10)]
    [InlineData("recurring: [", "rules: { requires: [p] }\n        recurring: [", "never_met", 10)]
    [InlineData("recurring: [", "rules: { excludes: [p] }\n        recurring: [", "excludes_itself", 10)]
    [InlineData("recurring: [", "rules: { most: 0 }\n        recurring: [", "number", 10)]
    [InlineData("recurring: [", "rules: { classes: [nobody] }\n        recurring: [", "one_of", 10)]
    [InlineData("recurring: [", "rules: { areas: [\"/\"] }\n        recurring: [", "area", 10)]
    [InlineData("offers:\n", "offers:\n  - { code: q, kind: plan, name: Q, versions: [{ number: 1, from: 2026-01-01, rules: { excludes: [p] } }] }\n", "never_met", 11, "recurring: [", "rules: { requires: [q] }\n        recurring: [")]
    [InlineData("offers:\n", "offers:\n  - { code: q, kind: plan, name: Q, versions: [{ number: 1, from: 2026-01-01, rules: { classes: [enterprise] } }] }\n", "never_met", 11, "recurring: [", "rules: { classes: [ordinary], requires: [[q]] }\n        recurring: [")]
    [InlineData("offers:", "offers: [", "not_yaml", 3)]
    public void What_is_wrong_is_said_with_its_line_and_rule(string right, string wrong, string rule, int line, string? alsoRight = null, string? alsoWrong = null)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);
        var text = Right.Replace(right, wrong, StringComparison.Ordinal);
        if (alsoRight is not null) text = text.Replace(alsoRight, alsoWrong, StringComparison.Ordinal);
        var (_, faults) = Read(text);
        Assert.Contains(faults, f => f.What.Key == "catalogue.file." + rule && (f.Line == line || rule == "not_yaml"));
        Assert.All(faults, f => Assert.Equal("x.yaml", f.File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("just words")]
    [InlineData("offers: &a [*a]")]
    [InlineData("a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\n? [*d, *d]\n: x")]
    public void What_is_no_catalogue_at_all_is_said_and_costs_nothing(string text) => Assert.NotEmpty(Read(text).Faults);

    /// <summary>The text of docs/billing.md, and the bills that its table works out.</summary>
    [Fact]
    public void The_example_of_the_documentation_gives_the_bills_it_says()
    {
        var document = File.ReadAllText(Path.Combine(ImportSuite.Repository, "docs", "billing.md"));
        var (read, faults) = Read(document.Split("```yaml")[1].Split("```")[0]);
        Assert.Empty(faults);
        var zones = new Zones(read.Zones);
        var clock = new TariffClock(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), read.Holidays);
        var tariff = new Tariff(read.Offers.Single().Versions.Single().Terms, zones);
        Assert.Equal(99_00, Total());
        Assert.Equal(99_00, Total(from: new DateOnly(2026, 11, 21)));
        Assert.Equal(99_30, Total(Uses(51, UsageKind.Voice, 61)));
        Assert.Equal(100_00, Total(Uses(60, UsageKind.Message, 1)));
        Assert.Equal(109_00, Total(Uses(115, UsageKind.Data, 104_858)));
        Assert.Equal(99_00, Total(Uses(10, UsageKind.Data, 1_048_576)));

        UsageEvent[] Uses(int count, UsageKind kind, long each) => [.. Enumerable.Range(0, count).Select(i => new UsageEvent { Id = new Guid(i + 1, 0, 0, new byte[8]), Start = clock.Begins(new DateOnly(2026, 11, 1)) + (i * TimeSpan.TicksPerHour), Line = 0, Kind = kind, Quantity = each, To = zones.Of("local"), At = Zones.Home })];

        long Total(UsageEvent[]? used = null, DateOnly? from = null) => new Billed(zones, clock).Of(new BillInput
        {
            Period = BillingPeriod.Month(2026, 11), Next = BillingPeriod.Month(2026, 12), Lines = [(Guid.Empty, 0)], Accounts = 1, Events = used ?? [], Taxes = new TaxTable(read.Taxes),
            Products = [new Subscribed { Product = new Guid(1, 0, 0, new byte[8]), Tariff = tariff, Line = 0, From = from ?? new DateOnly(2026, 1, 1), FromTicks = clock.Begins(from ?? new DateOnly(2026, 1, 1)) }],
        }).Bills[0].Total;
    }

    static (CatalogueFile Read, IReadOnlyList<CatalogueFault> Faults) Read(string text) => new ReadCatalogue(Currency.Yuan).From("x.yaml", new StringReader(text));
}
