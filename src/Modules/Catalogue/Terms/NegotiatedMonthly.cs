using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>A monthly price agreed with one customer, by the codes of the terms it stands for: it takes the place of all that the
/// offer costs every month without end, and instalments with an end go on beside it.</summary>
public static class NegotiatedMonthly
{
    public static IReadOnlyDictionary<string, Money> Of(OfferTerms terms, Money monthly)
    {
        var fees = terms.Recurring.Where(r => r.Periods is null).Select(r => r.Code).ToArray();
        if (fees.Length == 0) fees = [.. terms.Recurring.Select(r => r.Code)];
        return fees.Select((code, i) => (code, Amount: i == 0 ? monthly : Money.Zero)).ToDictionary(f => f.code, f => f.Amount, StringComparer.Ordinal);
    }
}
