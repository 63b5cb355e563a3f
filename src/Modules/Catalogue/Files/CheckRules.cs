namespace Wangting.Catalogue;

/// <summary>The rules of one version, and where they stand.</summary>
internal sealed record RuledPlace(string Offer, RulesTerm Rules, YamlPlace At);

/// <summary>What can be wrong between the rules of several offers: nobody could ever take what asks for the impossible.</summary>
internal static class CheckRules
{
    /// <param name="known">Codes of offers that are not in the file.</param>
    public static void Of(CatalogueFile file, IReadOnlyList<RuledPlace> all, IReadOnlySet<string>? known)
    {
        var codes = file.Offers.Select(o => o.Code).ToHashSet(StringComparer.Ordinal);
        var byOffer = all.ToLookup(r => r.Offer, StringComparer.Ordinal);
        foreach (var (offer, rules, at) in all)
        {
            foreach (var code in rules.Requires.SelectMany(g => g).Concat(rules.Excludes).Where(c => c.Length > 0 && !codes.Contains(c) && known?.Contains(c) != true).Distinct(StringComparer.Ordinal))
                at.Fault("offer", ("value", code));
            if (rules.Excludes.Contains(offer, StringComparer.Ordinal)) at["excludes"].Fault("excludes_itself");
            foreach (var (group, place) in rules.Requires.Zip(at["requires"].Items()))
                if (group.Count == 0) place.Fault("missing");
                else if (Array.TrueForAll([.. group], code => IsImpossible(offer, rules, code, byOffer[code]))) place.Fault("never_met", ("value", string.Join(", ", group)));
        }
    }

    /// <summary>Whether what is required can never be had beside what requires it, in any of its versions.</summary>
    static bool IsImpossible(string offer, RulesTerm rules, string required, IEnumerable<RuledPlace> its) =>
        required == offer || rules.Excludes.Contains(required, StringComparer.Ordinal)
        || (its.Any() && its.All(i => i.Rules.Excludes.Contains(offer, StringComparer.Ordinal) || Apart(rules.Classes, i.Rules.Classes) || Apart(rules.Brands, i.Rules.Brands)));

    static bool Apart<T>(IReadOnlyList<T> a, IReadOnlyList<T> b) => a.Count > 0 && b.Count > 0 && !a.Intersect(b).Any();
}
