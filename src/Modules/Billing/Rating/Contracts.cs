using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>What leaving a contract costs: now, or after any further period.</summary>
public static class Contracts
{
    /// <param name="served">Whole periods since it began.</param>
    /// <returns>Minor units; 0 where nothing binds.</returns>
    public static long Penalty(Subscribed product, int served)
    {
        if (product.Terms.Contract is not { } contract || served >= contract.Periods) return 0;
        if (contract.Penalty.Where(s => s.From <= served).MaxBy(s => s.From) is not { } step) return 0;
        var left = contract.Periods - served;
        var recurring = product.Terms.Recurring.Sum(r => product.Price(r.Code, r.Amount).Minor);
        return checked(step.Amount.Minor + (step.EachLeft.Minor * left) + (long)Rounding.Exact.Of((Int128)recurring * left * step.ShareOfLeft, 10_000));
    }
}
