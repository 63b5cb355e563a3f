using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>What a version without terms of its own costs: its prices and allowances, said as terms. The whole fee of a begun
/// month, calls rounded up to blocks each, data as much as it was; calls received are free, and what is included costs nothing
/// beyond where no price was ever stated.</summary>
internal static class SimpleTerms
{
    static readonly LocalText Fee = LocalText.Of("月费", "Monthly fee"), Once = LocalText.Of("一次性费用", "One-time fee"), Received = LocalText.Of("接听", "Calls received");

    /// <param name="version">With its prices and allowances.</param>
    public static OfferTerms Of(OfferVersion version)
    {
        var prices = version.Prices.OrderBy(p => p.Id).ToArray();
        var allowances = version.Allowances.OrderBy(a => a.Usage).ThenBy(a => a.Priority).ThenBy(a => a.Id).ToArray();
        return new OfferTerms
        {
            Recurring = [.. prices.Where(p => p.Kind == PriceKind.Recurring).Select((p, i) => new RecurringTerm { Code = Nth("fee", i), Name = p.Name ?? Fee, Amount = p.Amount, First = PartRule.Full, Last = PartRule.Full, Tax = Tax(p) })],
            OneTime = [.. prices.Where(p => p.Kind == PriceKind.OneTime).Select((p, i) => new OneTimeTerm { Code = Nth("once", i), Name = p.Name ?? Once, Amount = p.Amount, Tax = Tax(p) })],
            Usage = [.. Enum.GetValues<UsageKind>().SelectMany(kind => Usage(kind, Array.Find(prices, p => p.Kind == PriceKind.Usage && p.Usage == kind), allowances.Any(a => a.Usage == kind)))],
            Allowances = [.. allowances.GroupBy(a => a.Usage).SelectMany(g => g.Select((a, i) => new AllowanceTerm { Code = Nth("included-" + Code(a.Usage), i), Name = a.Name ?? Words(a.Usage), Covers = [Made(a.Usage)], Quantity = a.Quantity, Priority = a.Priority }))],
        };
    }

    static IEnumerable<UsageTerm> Usage(UsageKind kind, Price? price, bool included)
    {
        if (price is null && !included) yield break;
        if (kind == UsageKind.Voice) yield return new UsageTerm { Code = "voice-in", Name = Received, Match = new UsageMatch { Kind = kind, Direction = UsageDirection.Incoming }, Block = 60, Tiers = [new UsageTier(0, default)] };
        var block = price is { BlockSize: > 0 } ? price.BlockSize : 1;
        yield return new UsageTerm
        {
            Code = Code(kind), Name = price?.Name ?? Words(kind), Match = Made(kind), Block = block, Tiers = [new UsageTier(0, price?.UnitPrice ?? default)],
            Quantity = kind == UsageKind.Voice ? new Rounding(RoundingMode.Up, block) : Rounding.Exact, Tax = price is null ? TaxTerm.Basic : Tax(price),
        };
    }

    static UsageMatch Made(UsageKind kind) => new() { Kind = kind, Direction = kind == UsageKind.Voice ? UsageDirection.Outgoing : null };

    static TaxTerm Tax(Price price) => price.TaxIncluded ? TaxTerm.Basic : TaxTerm.Basic with { Included = false };

    static string Nth(string code, int index) => index == 0 ? code : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{code}-{index + 1}");

    static string Code(UsageKind kind) => kind switch { UsageKind.Voice => "voice", UsageKind.Message => "message", UsageKind.Data => "data", _ => "other" };

    static LocalText Words(UsageKind kind) => kind switch
    {
        UsageKind.Voice => LocalText.Of("通话", "Calls"),
        UsageKind.Message => LocalText.Of("短信", "Messages"),
        UsageKind.Data => LocalText.Of("流量", "Data"),
        _ => LocalText.Of("其他", "Other"),
    };
}
