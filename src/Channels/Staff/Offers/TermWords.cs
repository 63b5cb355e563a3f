using Wangting.Catalogue;
using Wangting.Channels.Web;
using Wangting.Kernel;

namespace Wangting.Channels.Staff.Offers;

/// <summary>What a version costs, includes and asks for, in words that can be held against the filed tariff: one line for each term,
/// under the heading of its list.</summary>
internal sealed class TermWords(Look look, CatalogueOfferView offer)
{
    public sealed record Line(string Name, string Says);

    public sealed record Section(string Heading, IReadOnlyList<Line> Lines);

    public IReadOnlyList<Section> Of(OfferTerms terms) =>
    [
        .. new Section[]
        {
            new(Say("terms.recurring"), [.. terms.Recurring.Select(Recurring)]),
            new(Say("terms.one_time"), [.. terms.OneTime.Select(t => new Line(look.Say(t.Name), Joined(look.Value(t.Amount), t.Deposit ? Say("terms.deposit") : null, Tax(t.Tax))))]),
            new(Say("terms.included"), [.. terms.Allowances.Select(Allowance)]),
            new(Say("terms.usage"), [.. terms.Usage.Select(Usage)]),
            new(Say("terms.less"), [.. terms.Discounts.Select(Discount), .. terms.Credits.Select(Credit)]),
            new(Say("terms.limits"), [.. terms.Limits.Select(Limit)]),
            new(Say("terms.contract"), terms.Contract is { } contract ? [Contract(contract)] : []),
            new(Say("terms.rules"), [.. Rules(terms.Rules)]),
        }.Where(s => s.Lines.Count > 0),
    ];

    Line Recurring(RecurringTerm t) => new(look.Say(t.Name), Joined(
        t.Periods is { } periods ? Say("terms.monthly_for", ("amount", t.Amount), ("count", periods)) : Say("terms.monthly", ("amount", t.Amount)),
        t.Timing == Timing.Advance ? Say("terms.advance") : null, Say("terms.first." + t.First), t.Last == PartRule.Full ? null : Say("terms.last." + t.Last),
        t.WhileSuspended == 1000 ? null : t.WhileSuspended == 0 ? Say("terms.suspended_free") : Say("terms.suspended", ("share", Percent(t.WhileSuspended * 10))), Tax(t.Tax)));

    Line Usage(UsageTerm t)
    {
        var kind = t.Match.Kind;
        var price = t.Tiers.Count == 1 ? Price(t.Tiers[0].Price, t.Block, kind) : Joined(List, [.. t.Tiers.Select(tier => Say("terms.tier", ("from", Quantity(tier.From, kind)), ("price", Price(tier.Price, t.Block, kind))))]);
        var rounded = t.Quantity.Unit <= 1 ? null : Say(t.QuantityOver == RoundedOver.Event ? "terms.each_rounded" : "terms.sum_rounded", ("by", Say("terms.by." + t.Quantity.Mode)), ("unit", Quantity(t.Quantity.Unit, kind)));
        return new(look.Say(t.Name), Joined(price, Match(t.Match), rounded, t.TiersShared ? Say("terms.tiers_shared") : null, t.Crossing == CrossingRule.Split ? Say("terms.split") : null, Tax(t.Tax)));
    }

    Line Allowance(AllowanceTerm t) => new(look.Say(t.Name), Joined(
        Say("terms.each_month", ("quantity", Quantity(t.Quantity, t.Covers[0].Kind))), Joined(" / ", [.. t.Covers.Select(Match)]), t.Shared ? Say("terms.shared") : null,
        t.First == PartRule.Full ? null : Say("terms.first." + t.First), t.RollOver > 0 ? Say("terms.roll_over", ("count", t.RollOver)) : null));

    Line Discount(DiscountTerm t) => new(look.Say(t.Name), Joined(
        t.Share is { } share ? Say("terms.share_off", ("share", Percent(share)), ("on", Target(t.Target))) : Say("terms.amount_off", ("amount", t.Amount), ("on", Target(t.Target))),
        t.Periods is { } periods ? Say("terms.for_months", ("count", periods)) : null, Scope(t.Scope), t.OneOf is { } one ? Say("terms.one_of", ("name", one)) : null));

    Line Credit(CreditTerm t) => new(look.Say(t.Name), Joined(Say("terms.monthly_for", ("amount", t.Amount), ("count", t.Periods)), t.FromPeriod > 0 ? Say("terms.from_month", ("month", t.FromPeriod + 1)) : null));

    Line Limit(LimitTerm t) => new(look.Say(t.Name), Joined(Say(t.Kind == LimitKind.Minimum ? "terms.at_least" : "terms.at_most", ("amount", t.Amount), ("on", Target(t.Target))), Scope(t.Scope), t.Kind == LimitKind.Minimum && t.Part != PartRule.Daily ? Say("terms.first." + t.Part) : null));

    Line Contract(ContractTerm t) => new(look.Say(t.Name), Joined([Say("terms.bound", ("count", t.Periods)), .. t.Penalty.Select(p => Say(p.From == 0 ? "terms.penalty_any" : "terms.penalty", ("from", p.From), ("what", Penalty(p))))]));

    string Penalty(PenaltyStep p) => Joined(" + ",
        [p.Amount.IsZero ? null : look.Value(p.Amount), p.EachLeft.IsZero ? null : Say("terms.each_left", ("amount", p.EachLeft)), p.ShareOfLeft == 0 ? null : Say("terms.share_of_left", ("share", Percent(p.ShareOfLeft)))]);

    IEnumerable<Line> Rules(RulesTerm r)
    {
        foreach (var group in r.Requires) yield return new(Say("terms.requires"), Joined(Say("terms.or"), [.. group.Select(Name)]));
        if (r.Excludes.Count > 0) yield return new(Say("terms.excludes"), Joined(List, [.. r.Excludes.Select(Name)]));
        if (r.Classes.Count > 0) yield return new(Say("terms.classes"), Joined(List, [.. r.Classes.Select(c => look.Value(c))]));
        if (r.Brands.Count > 0) yield return new(Say("terms.brands"), Joined(List, [.. r.Brands]));
        if (r.Areas.Count > 0) yield return new(Say("terms.areas"), Joined(List, [.. r.Areas]));
        if (r.Channels.Count > 0) yield return new(Say("terms.channels"), Joined(List, [.. r.Channels.Select(c => look.Value(c))]));
        if (r.Most is { } most) yield return new(Say("terms.most"), look.Value(most));
    }

    string? Match(UsageMatch m) => Joined(m.Direction is { } way ? Say("terms.way." + way) : null, m.To.Count > 0 ? Say("terms.to", ("zones", Zones(m.To))) : null,
        m.At.Count > 0 ? Say("terms.at", ("zones", Zones(m.At))) : null, m.Hours.Count > 0 ? Joined([.. m.Hours.Select(h => Say("terms.hours", ("days", Days(h.Days)), ("from", Clock(h.From)), ("to", Clock(h.To))))]) : null) is { Length: > 0 } says ? says : null;

    string Zones(IReadOnlyList<string> codes) => Joined(List, [.. codes.Select(c => c == UsageMatch.Home ? Say("terms.home") : offer.Zones.TryGetValue(c, out var name) ? look.Say(name) : c)]);

    string Days(TariffDays days) => days switch
    {
        TariffDays.All => Say("terms.days.All"),
        TariffDays.Workdays => Say("terms.days.Workdays"),
        _ => Joined(List, [.. Enum.GetValues<TariffDays>().Where(d => d is not (TariffDays.None or TariffDays.All or TariffDays.Workdays) && days.HasFlag(d)).Select(d => Say("terms.days." + d))]),
    };

    string Target(ChargeTarget t) => t.Codes.Count > 0 ? Joined(List, [.. t.Codes.Select(Charge)])
        : Joined(List, [t.Recurring ? Say("terms.on.recurring") : null, t.Usage ? Say("terms.on.usage") : null, t.OneTime ? Say("terms.on.one_time") : null]);

    // A charge goes by its name where this offer has it; a discount may also look at the charges of others.
    string Charge(string code) => offer.Versions.SelectMany(v => v.Terms.Recurring.Select(t => (t.Code, t.Name)).Concat(v.Terms.Usage.Select(t => (t.Code, t.Name))).Concat(v.Terms.OneTime.Select(t => (t.Code, t.Name))))
        .Where(t => t.Code == code).Select(t => look.Say(t.Name)).FirstOrDefault(code);

    string? Tax(TaxTerm tax)
    {
        var classes = tax.Shares is [{ Class: var one }] ? (one == TaxTerm.Basic.Shares[0].Class && tax.Included ? null : one) : string.Join(" : ", tax.Shares.Select(share => $"{share.Class} {share.Weight}"));
        return classes is null ? null : Say(tax.Included ? "terms.tax" : "terms.tax_added", ("class", classes));
    }

    string? Scope(TermScope scope) => scope == TermScope.Line ? null : Say("terms.scope." + scope);

    string Name(string code) => offer.Names.TryGetValue(code, out var name) ? look.Say(name) : code;

    string Price(UnitPrice price, long block, UsageKind kind) => price.Micro == 0 ? Say("terms.free")
        : Say("terms.per", ("price", look.Texts.Currency.Symbol + (price.Micro / 1_000_000m).ToString("0.00####", look.Culture)), ("block", Block(Quantity(block, kind))));

    // "a minute", not "1 minute".
    static string Block(string says) => says.StartsWith("1 ", StringComparison.Ordinal) ? says[2..] : says;

    // Exact, unlike what people are told is left: 30 seconds, 1.5 GB.
    string Quantity(long quantity, UsageKind kind)
    {
        var (unit, each) = kind switch
        {
            UsageKind.Voice => quantity % 60 == 0 && quantity > 0 ? ("minute", 60L) : ("second", 1),
            UsageKind.Data => quantity >= 1 << 20 && quantity % (1 << 18) == 0 ? ("gigabyte", 1 << 20) : quantity >= 1024 && quantity % 256 == 0 ? ("megabyte", 1024) : ("kilobyte", 1),
            UsageKind.Message => ("message", 1),
            _ => ("event", 1L),
        };
        return look.Say("use.unit." + unit, ("n", (quantity / (decimal)each).ToString("#,0.##", look.Culture)), ("count", quantity / each));
    }

    static string Percent(int share) => (share / 100m).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + "%";

    static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";

    string List => Say("terms.list");

    string Say(string key, params (string, object?)[] values) => look.Say(key, values);

    string Joined(params string?[] parts) => Joined(look.Say("terms.and"), parts);

    static string Joined(string between, IReadOnlyList<string?> parts) => string.Join(between, parts.Where(p => !string.IsNullOrEmpty(p)));
}
