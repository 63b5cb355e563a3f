using System.Globalization;
using System.Text;
using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Rating;

/// <summary>Accounts with lines, products that begin, end and rest in the middle of the month, and their use.</summary>
internal static class AnyBill
{
    public static readonly BillingPeriod October = BillingPeriod.Month(2026, 10), November = BillingPeriod.Month(2026, 11);

    /// <param name="groupWide">With reductions over the whole group, which bind all its accounts.</param>
    public static BillInput Of(int seed, bool groupWide = true)
    {
        var chance = new Random(seed);
        var any = new AnyTerms(chance);
        var (lines, accounts) = (chance.Next(1, 5), chance.Next(1, 4));
        var terms = any.Many(1, 4, _ => groupWide ? any.OfAll() : Narrowed(any.OfAll()));
        var tariffs = Array.ConvertAll(terms, t => new Tariff(t, AnyTerms.Zones));
        var products = any.Many(1, 9, _ => Product(chance, any, tariffs, lines));
        return new BillInput
        {
            Period = October, Next = November, Accounts = accounts, Lines = [.. any.Many(lines, lines + 1, _ => any.Id()).Order().Select(id => (id, chance.Next(accounts)))],
            Products = products, Taxes = AnyTerms.Taxes, Policy = new BillPolicy((TaxRounding)chance.Next(2), chance.Next(3) == 0 ? new Rounding((RoundingMode)chance.Next(3), 10) : null),
            Advanced = any.Many(0, 3, i => new Advanced(any.Any(products).Product, $"r{i}", chance.Next(3000))),
            OneOffs = any.Many(0, 3, i => new OneOff(chance.Next(accounts), -1, $"x{i % 2}", AnyTerms.Name, chance.Next(-500, 500), TaxTerm.Basic)),
            Events = any.Many(0, 40, _ => new UsageEvent
            {
                Id = any.Id(), Start = AnyGroup.Clock.Begins(October.From) + (chance.Next(-8, 33 * 8) * 3 * TimeSpan.TicksPerHour), Line = chance.Next(lines), Seconds = chance.Next(3) * chance.Next(20_000), Quantity = chance.Next(300),
                Kind = (UsageKind)chance.Next(2), Direction = (UsageDirection)chance.Next(2), To = (ushort)chance.Next(5), At = (ushort)chance.Next(3),
            }),
        };
    }

    static Subscribed Product(Random chance, AnyTerms any, Tariff[] tariffs, int lines)
    {
        var from = October.From.AddDays(chance.Next(3) == 0 ? chance.Next(31) : chance.Next(-40, 1));
        DateOnly? to = chance.Next(3) == 0 ? from.AddDays(chance.Next(0, 60)) : null;
        var rest = October.From.AddDays(chance.Next(0, 20));
        return new Subscribed
        {
            Product = any.Id(), Tariff = any.Any(tariffs), Line = chance.Next(lines), SharedWith = chance.Next(2) == 0 ? [] : [chance.Next(lines)], From = from, To = to,
            FromTicks = AnyGroup.Clock.Begins(from), ToTicks = to is { } day ? AnyGroup.Clock.Begins(day.AddDays(1)) : long.MaxValue, PeriodsBefore = from >= October.From ? 0 : chance.Next(1, 5),
            Suspended = chance.Next(3) == 0 ? [(rest, rest.AddDays(chance.Next(0, 10)))] : [],
            Negotiated = chance.Next(3) == 0 ? new Dictionary<string, Money>(StringComparer.Ordinal) { ["r0"] = any.Amount() } : new Dictionary<string, Money>(StringComparer.Ordinal),
        };
    }

    static OfferTerms Narrowed(OfferTerms terms) => terms with
    {
        Discounts = [.. terms.Discounts.Select(d => d.Scope == TermScope.Group ? d with { Scope = TermScope.Account } : d)],
        Limits = [.. terms.Limits.Select(l => l.Scope == TermScope.Group ? l with { Scope = TermScope.Account } : l)],
    };

    public static BillOutcome Billed(BillInput input) => new Billed(AnyTerms.Zones, AnyGroup.Clock).Of(input);

    /// <summary>Everything that is decided, as text.</summary>
    public static string Said(BillOutcome outcome)
    {
        var said = new StringBuilder();
        foreach (var bill in outcome.Bills)
        {
            said.AppendLine(CultureInfo.InvariantCulture, $"account {bill.Account}: {bill.Total} {bill.Tax}");
            foreach (var c in bill.Charges) said.AppendLine(CultureInfo.InvariantCulture, $"{c.Line} {c.Product} {c.Source} {c.Code} {c.Amount} {c.Tax} {c.Usage?.Counted} {c.Usage?.Free} {c.Usage?.Charged}");
            foreach (var t in bill.Taxes) said.AppendLine(CultureInfo.InvariantCulture, $"{t}");
        }
        foreach (var (pool, left) in outcome.Left.OrderBy(l => l.Pool.Id)) said.AppendLine(CultureInfo.InvariantCulture, $"{pool.Id} {left}");
        foreach (var one in outcome.Advanced.OrderBy(a => a.Product).ThenBy(a => a.Code, StringComparer.Ordinal)) said.AppendLine(CultureInfo.InvariantCulture, $"{one}");
        foreach (var one in outcome.Parked.Order()) said.AppendLine(CultureInfo.InvariantCulture, $"{one}");
        return said.ToString();
    }
}
