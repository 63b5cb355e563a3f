using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Who pays a charge. Pure: rules, what their caps have left, and the charge go in; shares come out.</summary>
internal static class Responsibilities
{
    /// <param name="rules">The rules of this line, of any time.</param>
    /// <param name="own">The line's own account: pays what nobody else does.</param>
    /// <param name="day">The day the charge is for, in the operator's zone.</param>
    /// <param name="charged">What a rule has already paid of its cap in that calendar month.</param>
    /// <returns>Accounts with what each pays; adds up to the amount. A credit (below zero) goes to who would pay first.</returns>
    public static IReadOnlyList<(Guid Account, Money Amount)> Split(IEnumerable<PaymentResponsibility> rules, Guid own, ChargeKind kind, DateOnly day, Money amount, Func<Guid, Money> charged)
    {
        var valid = rules.Where(r => r.From <= day && (r.To is null || r.To >= day) && (r.Kind is null || r.Kind == kind))
            .OrderBy(r => r.Kind is null).ThenBy(r => r.Rank).ThenBy(r => r.Id).ToList();
        if (!amount.IsPositive) return amount.IsZero ? [] : [(valid.Count > 0 ? valid[0].AccountId : own, amount)];
        var shares = new List<(Guid Account, Money Amount)>();
        foreach (var rule in valid)
        {
            var part = rule.Cap is { } cap ? Money.Min(amount, Money.Max(Money.Zero, cap - charged(rule.Id))) : amount;
            if (!part.IsPositive) continue;
            shares.Add((rule.AccountId, part));
            amount -= part;
            if (amount.IsZero) break;
        }
        if (amount.IsPositive) shares.Add((own, amount));
        return [.. shares.GroupBy(s => s.Account).Select(g => (g.Key, new Money(g.Sum(s => s.Amount.Minor))))];
    }
}
