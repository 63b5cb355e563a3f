using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>An offer as its rules look at it: one that is had, or one that is wanted.</summary>
/// <param name="SameLine">It is had on the line that the wanted one is for, or on no line.</param>
public sealed record RuledOffer(string Code, LocalText Name, RulesTerm Rules, bool SameLine = true);

/// <summary>What rules ask of who wants an offer.</summary>
public sealed record Taker(CustomerClass Class, string? Brand, string? Area, Channel Channel);

/// <summary>Whether an offer may be taken. Pure: whoever orders, previews or compares asks the same.</summary>
public static class OfferRules
{
    /// <param name="held">What the customer will have beside it: without what it takes the place of.</param>
    /// <param name="names">Of the offers that rules name; one that is not there is called by its code.</param>
    /// <returns>Everything that stands against it, nothing where it may be taken.</returns>
    public static IReadOnlyList<Refusal> Refusals(IReadOnlyList<RuledOffer> held, Taker taker, RuledOffer wanted, IReadOnlyDictionary<string, LocalText> names)
    {
        var (rules, no) = (wanted.Rules, new List<Refusal>());
        var beside = held.Where(h => h.SameLine).ToArray();
        foreach (var group in rules.Requires.Where(g => !beside.Any(h => g.Contains(h.Code, StringComparer.Ordinal))))
            no.Add(Refusal.Conflict("offer.requires", ("offer", wanted.Name), ("needed", AnyOf(group, names))));
        foreach (var other in beside.Where(h => h.Code != wanted.Code && (rules.Excludes.Contains(h.Code, StringComparer.Ordinal) || h.Rules.Excludes.Contains(wanted.Code, StringComparer.Ordinal))).DistinctBy(h => h.Code))
            no.Add(Refusal.Conflict("offer.excludes", ("offer", wanted.Name), ("other", other.Name)));
        if (rules.Most is { } most && held.Count(h => h.Code == wanted.Code) >= most) no.Add(Refusal.Conflict("offer.limit", ("offer", wanted.Name), ("most", most)));
        if (rules.Classes.Count > 0 && !rules.Classes.Contains(taker.Class)) no.Add(Refusal.NotAllowed("offer.not_for_class", ("offer", wanted.Name)));
        if (rules.Brands.Count > 0 && !rules.Brands.Contains(taker.Brand ?? "", StringComparer.Ordinal)) no.Add(Refusal.NotAllowed("offer.not_for_brand", ("offer", wanted.Name)));
        if (rules.Areas.Count > 0 && !rules.Areas.Any(a => Kernel.Areas.Covers(a, taker.Area))) no.Add(Refusal.NotAllowed("offer.not_in_area", ("offer", wanted.Name), ("areas", string.Join(", ", rules.Areas))));
        if (rules.Channels.Count > 0 && !rules.Channels.Contains(taker.Channel)) no.Add(Refusal.NotAllowed("offer.not_here_by", ("offer", wanted.Name)));
        return no;
    }

    static LocalText AnyOf(IReadOnlyList<string> codes, IReadOnlyDictionary<string, LocalText> names)
    {
        return LocalText.Of(Joined("zh-CN", "或"), Joined("en", " or "));
        string Joined(string language, string between) => string.Join(between, codes.Select(c => names.TryGetValue(c, out var name) ? name.In(language) : c));
    }
}
