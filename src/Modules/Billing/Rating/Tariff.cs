using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>A <see cref="UsageMatch"/> with its codes and hours as bits.</summary>
internal sealed class Matcher(UsageMatch of, Zones zones)
{
    readonly UsageKind kind = of.Kind;
    readonly UsageDirection? direction = of.Direction;
    readonly ulong[]? to = zones.Set(of.To), at = zones.Set(of.At), hours = TariffClock.Set(of.Hours);

    public bool HasHours => hours is not null;

    /// <summary>One bit for each slot; null for always.</summary>
    public ulong[]? Hours => hours;

    public UsageKind Kind => kind;

    public bool Speaks(UsageKind kind, UsageDirection direction) => this.kind == kind && (this.direction is not { } only || only == direction);

    /// <param name="slot">Of the moment; any, where <see cref="HasHours"/> is false.</param>
    public bool Fits(in UsageEvent one, int slot) => Speaks(one.Kind, one.Direction)
        && (to is null || Zones.Has(to, one.To)) && (at is null || Zones.Has(at, one.At)) && (hours is null || TariffClock.Has(hours, slot));
}

/// <summary>A usage price, ready to rate by.</summary>
internal sealed class UsageRule
{
    public readonly UsageTerm Term;
    public readonly Matcher Match;
    public readonly long Block;
    public readonly long[] From, Price;
    public readonly Rounding Quantity;
    public readonly bool OverPeriod, Split;

    public UsageRule(UsageTerm term, Zones zones)
    {
        (Term, Match, Block, Quantity) = (term, new Matcher(term.Match, zones), term.Block, term.Quantity);
        (From, Price) = ([.. term.Tiers.Select(t => t.From)], [.. term.Tiers.Select(t => t.Price.Micro)]);
        (OverPeriod, Split) = (term.QuantityOver == RoundedOver.Period, term.Crossing == CrossingRule.Split);
    }

    /// <summary>The price of a quantity after so much before it, in millionths times <see cref="Block"/>: still exact.</summary>
    public Int128 Numerator(long before, long quantity)
    {
        if (Price.Length == 1) return Math.BigMul(quantity, Price[0]);
        Int128 sum = 0;
        for (var tier = Price.Length - 1; tier >= 0 && quantity > 0; tier--)
        {
            var above = Math.Min(quantity, before + quantity - From[tier]);
            if (above <= 0) continue;
            sum += Math.BigMul(above, Price[tier]);
            quantity -= above;
        }
        return sum;
    }
}

/// <summary>The terms of a version of an offer, ready to rate by. Made once for each version and kept.</summary>
public sealed class Tariff
{
    internal readonly UsageRule[] Rules;
    readonly Lazy<ulong[][]> hourSets;

    public Tariff(OfferTerms terms, Zones zones)
    {
        Terms = terms;
        Rules = [.. terms.Usage.Select(u => new UsageRule(u, zones))];
        hourSets = new(() => [.. terms.Usage.Select(u => u.Match).Concat(terms.Allowances.SelectMany(a => a.Covers)).Select(m => TariffClock.Set(m.Hours)).OfType<ulong[]>()]);
    }

    public OfferTerms Terms { get; }

    /// <summary>The hours that its prices and allowances tell apart.</summary>
    internal IReadOnlyList<ulong[]> HourSets => hourSets.Value;
}

/// <summary>The usage prices of all products that a line has at a time, in the order in which they are asked.</summary>
internal sealed class TariffSet
{
    /// <param name="Place">Its place among all prices of the set.</param>
    public readonly record struct Entry(UsageRule Rule, int Place);

    // For each kind and direction the entries that speak of it.
    readonly Entry[][] by = new Entry[8][];
    public readonly bool HasHours;

    public TariffSet(ReadOnlySpan<Tariff> tariffs)
    {
        var all = new List<Entry>();
        foreach (var tariff in tariffs)
            foreach (var rule in tariff.Rules) all.Add(new(rule, all.Count));
        for (var i = 0; i < by.Length; i++) by[i] = [.. all.Where(e => e.Rule.Match.Speaks((UsageKind)(i >> 1), (UsageDirection)(i & 1)))];
        HasHours = all.Exists(e => e.Rule.Match.HasHours);
    }

    /// <summary>The first price that fits, or one without a rule.</summary>
    public Entry Find(in UsageEvent one, int slot)
    {
        var entries = by[(int)one.Kind << 1 | (int)one.Direction];
        for (var i = 0; i < entries.Length; i++)
            if (entries[i].Rule.Match.Fits(one, slot)) return entries[i];
        return default;
    }
}
