namespace Wangting.Catalogue;

/// <summary>What can be wrong between the terms of one version, though each alone is right.</summary>
internal static class CheckTerms
{
    public static void Of(OfferTerms terms, YamlPlace at)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (list, code) in Codes(terms))
            if (code.Length > 0 && !codes.Add(code)) at[list].Fault("twice", ("value", code));
        // Allowances are known by their codes as well, apart from prices: what carries messages may be called as they are.
        foreach (var again in terms.Allowances.GroupBy(a => a.Code, StringComparer.Ordinal).Where(g => g.Key.Length > 0 && g.Count() > 1))
            at["allowances"].Fault("twice", ("value", again.Key));
        foreach (var (term, place) in terms.Usage.Zip(at["usage"].Items()))
            if (terms.Usage.TakeWhile(t => t != term).FirstOrDefault(t => Covers(t.Match, term.Match)) is { } before) place.Fault("never", ("code", term.Code), ("before", before.Code));
        foreach (var (term, place) in terms.Allowances.Zip(at["allowances"].Items()))
            if (term.Covers.Count > 0 && terms.Usage.Count > 0 && !terms.Usage.Any(u => u.Match.Kind == term.Covers[0].Kind)) place.Fault("unpriced", ("code", term.Code));
        foreach (var (target, place) in terms.Discounts.Select(d => d.Target).Zip(at["discounts"].Items()).Concat(terms.Limits.Select(l => l.Target).Zip(at["limits"].Items())))
            if (target is { Recurring: false, Usage: false, OneTime: false }) place["on"].Fault("nothing");
        foreach (var cap in terms.Limits.Where(l => l.Kind == LimitKind.Cap))
            foreach (var (least, place) in terms.Limits.Zip(at["limits"].Items()))
                if (least.Kind == LimitKind.Minimum && least.Scope == cap.Scope && Same(least.Target, cap.Target) && least.Amount > cap.Amount) place["amount"].Fault("above_cap", ("cap", cap.Code));
    }

    /// <summary>A class has to have a rate on every day on which the version can be billed. Prices that name no class are of the one
    /// that every hall has from the beginning.</summary>
    public static void Rates(WrittenVersion version, IReadOnlyList<(string Class, DateOnly From, int Rate)> taxes, YamlPlace at)
    {
        foreach (var of in Classes(version.Terms).Distinct(StringComparer.Ordinal).Where(c => c != TaxTerm.Basic.Shares[0].Class))
            if (taxes.Where(t => t.Class == of).Select(t => (DateOnly?)t.From).Min() is { } first && first > version.From) at["from"].Fault("no_rate", ("value", of), ("from", first));
    }

    static IEnumerable<string> Classes(OfferTerms terms) =>
        terms.Recurring.Select(t => t.Tax).Concat(terms.OneTime.Select(t => t.Tax)).Concat(terms.Usage.Select(t => t.Tax)).Concat(terms.Limits.Select(t => t.Tax)).SelectMany(t => t.Shares).Select(s => s.Class);

    static bool Same(ChargeTarget a, ChargeTarget b) => (a.Recurring, a.Usage, a.OneTime) == (b.Recurring, b.Usage, b.OneTime) && a.Codes.ToHashSet(StringComparer.Ordinal).SetEquals(b.Codes);

    static IEnumerable<(string List, string Code)> Codes(OfferTerms terms) =>
    [
        .. terms.Recurring.Select(t => ("recurring", t.Code)), .. terms.OneTime.Select(t => ("one-time", t.Code)), .. terms.Usage.Select(t => ("usage", t.Code)),
        .. terms.Discounts.Select(t => ("discounts", t.Code)), .. terms.Credits.Select(t => ("credits", t.Code)), .. terms.Limits.Select(t => ("limits", t.Code)),
    ];

    /// <summary>Whatever fits the second fits the first.</summary>
    static bool Covers(UsageMatch first, UsageMatch second) => first.Kind == second.Kind && (first.Direction is null || first.Direction == second.Direction)
        && Holds(first.To, second.To) && Holds(first.At, second.At) && (first.Hours.Count == 0 || (second.Hours.Count > 0 && second.Hours.All(h => first.Hours.Any(f => (f.Days & h.Days) == h.Days && f.From <= h.From && f.To >= h.To))));

    static bool Holds(IReadOnlyList<string> first, IReadOnlyList<string> second) => first.Count == 0 || (second.Count > 0 && second.All(z => first.Contains(z, StringComparer.Ordinal)));
}
