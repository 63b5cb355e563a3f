using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>Terms as single prices and allowances, for those who look at no more: what a full month costs, what begins it, what each
/// use costs first, and what is included.</summary>
internal static class Projected
{
    public static IEnumerable<Price> Prices(Guid version, OfferTerms terms)
    {
        if (terms.Recurring.Count > 0)
            yield return new Price { Id = Guid.CreateVersion7(), OfferVersionId = version, Kind = PriceKind.Recurring, Name = terms.Recurring.Count == 1 ? terms.Recurring[0].Name : null, Amount = terms.Recurring.Aggregate(Money.Zero, (sum, t) => sum + t.Amount), TaxIncluded = terms.Recurring.All(t => t.Tax.Included) };
        foreach (var once in terms.OneTime)
            yield return new Price { Id = Guid.CreateVersion7(), OfferVersionId = version, Kind = PriceKind.OneTime, Name = once.Name, Amount = once.Amount, TaxIncluded = once.Tax.Included };
        foreach (var use in terms.Usage)
            yield return new Price { Id = Guid.CreateVersion7(), OfferVersionId = version, Kind = PriceKind.Usage, Name = use.Name, Usage = use.Match.Kind, UnitPrice = use.Tiers[0].Price, BlockSize = use.Block, TaxIncluded = use.Tax.Included };
    }

    public static IEnumerable<Allowance> Allowances(Guid version, OfferTerms terms) => terms.Allowances.Select(a =>
        new Allowance { Id = Guid.CreateVersion7(), OfferVersionId = version, Usage = a.Covers[0].Kind, Quantity = a.Quantity, Name = a.Name, Priority = a.Priority });
}
