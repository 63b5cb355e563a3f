using Wangting.Kernel;
using YamlDotNet.RepresentationModel;
using static Wangting.Catalogue.YamlText;

namespace Wangting.Catalogue;

/// <summary>Terms as a file says them, without what is standard: what <see cref="ReadTerms"/> reads.</summary>
internal sealed class WriteTerms(Currency currency)
{
    public (string, YamlNode?)[] Of(OfferTerms terms) =>
    [
        ("precedence", Number(terms.Precedence, 100)), ("change-day", Name(terms.ChangeDay, ChangeDay.New)),
        ("rules", Rules(terms.Rules)),
        ("recurring", List(flow: false, terms.Recurring.Select(Recurring))), ("one-time", List(flow: false, terms.OneTime.Select(OneTime))),
        ("usage", List(flow: false, terms.Usage.Select(Usage))), ("allowances", List(flow: false, terms.Allowances.Select(Allowance))),
        ("discounts", List(flow: false, terms.Discounts.Select(Discount))), ("credits", List(flow: false, terms.Credits.Select(Credit))),
        ("limits", List(flow: false, terms.Limits.Select(Limit))), ("contract", terms.Contract is { } contract ? Contract(contract) : null),
    ];

    YamlNode Recurring(RecurringTerm t) => Map(flow: true,
        ("code", Plain(t.Code)), ("name", Words(t.Name)), ("amount", Amount(t.Amount)), ("timing", Name(t.Timing, Timing.Arrears)), ("first", Name(t.First, PartRule.Daily)), ("last", Name(t.Last, PartRule.Full)),
        ("while-suspended", t.WhileSuspended == 1000 ? null : Percent(t.WhileSuspended * 10)), ("rounding", Name(t.Rounding, RoundingMode.Nearest)), ("periods", Number(t.Periods, null)), ("tax", Tax(t.Tax)));

    YamlNode OneTime(OneTimeTerm t) => Map(flow: true, ("code", Plain(t.Code)), ("name", Words(t.Name)), ("amount", Amount(t.Amount)), ("deposit", Yes(t.Deposit, false)), ("tax", Tax(t.Tax)));

    static YamlNode Usage(UsageTerm t) => Map(flow: true,
        ("code", Plain(t.Code)), ("name", Words(t.Name)), ("of", Match(t.Match)), ("block", Quantity(t.Block, t.Match.Kind)),
        ("price", t.Tiers.Count == 1 ? Price(t.Tiers[0].Price.Micro) : null),
        ("tiers", t.Tiers.Count == 1 ? null : List(flow: true, t.Tiers.Select(tier => Map(flow: true, ("from", Quantity(tier.From, t.Match.Kind)), ("price", Price(tier.Price.Micro)))))),
        ("tiers-shared", Yes(t.TiersShared, false)),
        ("round", t.Quantity == Rounding.Exact && t.QuantityOver == RoundedOver.Event ? null : Map(flow: true, ("by", Name(t.Quantity.Mode)), ("to", Quantity(t.Quantity.Unit, t.Match.Kind)), ("over", Name(t.QuantityOver, RoundedOver.Event)))),
        ("event-amount", t.EventAmount is { } each ? Map(flow: true, ("by", Name(each.Mode)), ("to", Price(each.Unit))) : null),
        ("period-amount", Name(t.PeriodAmount, RoundingMode.Nearest)), ("crossing", Name(t.Crossing, CrossingRule.ByStart)), ("tax", Tax(t.Tax)));

    static YamlNode Allowance(AllowanceTerm t) => Map(flow: true,
        ("code", Plain(t.Code)), ("name", Words(t.Name)), ("covers", List(flow: true, t.Covers.Select(Match))), ("quantity", Quantity(t.Quantity, t.Covers[0].Kind)), ("priority", Number(t.Priority, 100)),
        ("shared", Yes(t.Shared, false)), ("first", Name(t.First, PartRule.Full)), ("part", t.Part == new Rounding(RoundingMode.Up, 1) ? null : Map(flow: true, ("by", Name(t.Part.Mode)), ("to", Quantity(t.Part.Unit, t.Covers[0].Kind)))),
        ("roll-over", Number(t.RollOver, 0)));

    YamlNode Discount(DiscountTerm t) => Map(flow: true,
        ("code", Plain(t.Code)), ("name", Words(t.Name)), ("on", Target(t.Target)), ("scope", Name(t.Scope, TermScope.Line)), ("share", t.Share is { } share ? Percent(share) : null), ("amount", t.Amount is { } amount ? Amount(amount) : null),
        ("periods", Number(t.Periods, null)), ("order", Number(t.Order, 100)), ("one-of", t.OneOf is { } one ? Said(one) : null), ("rounding", Name(t.Rounding, RoundingMode.Nearest)));

    YamlNode Credit(CreditTerm t) => Map(flow: true, ("code", Plain(t.Code)), ("name", Words(t.Name)), ("amount", Amount(t.Amount)), ("from-period", Number(t.FromPeriod, 0)), ("periods", Number(t.Periods, 1)));

    YamlNode Limit(LimitTerm t) => Map(flow: true,
        ("code", Plain(t.Code)), ("name", Words(t.Name)), ("kind", Name(t.Kind)), ("amount", Amount(t.Amount)), ("on", Target(t.Target)), ("scope", Name(t.Scope, TermScope.Line)), ("part", Name(t.Part, PartRule.Daily)), ("tax", Tax(t.Tax)));

    YamlMappingNode Contract(ContractTerm t) => Map(flow: false, ("periods", Number(t.Periods)), ("name", Words(t.Name)), ("penalty", List(flow: false, t.Penalty.Select(Penalty))));

    YamlNode Penalty(PenaltyStep p) => Map(flow: true, ("from", Number(p.From)), ("amount", p.Amount.IsZero ? null : Amount(p.Amount)), ("each-left", p.EachLeft.IsZero ? null : Amount(p.EachLeft)), ("share-of-left", p.ShareOfLeft == 0 ? null : Percent(p.ShareOfLeft)));

    static YamlMappingNode? Rules(RulesTerm r)
    {
        var rules = Map(flow: false,
            ("requires", List(flow: true, r.Requires.Select(g => g.Count == 1 ? Plain(g[0]) : List(flow: true, g.Select(Plain))!))), ("excludes", List(flow: true, r.Excludes.Select(Plain))),
            ("classes", List(flow: true, r.Classes.Select(Name))), ("brands", List(flow: true, r.Brands.Select(Said))), ("areas", List(flow: true, r.Areas.Select(Said))), ("channels", List(flow: true, r.Channels.Select(Name))),
            ("most", Number(r.Most, null)));
        return rules.Children.Count == 0 ? null : rules;
    }

    static YamlMappingNode? Target(ChargeTarget t)
    {
        var on = Map(flow: true, ("recurring", Yes(t.Recurring, true)), ("usage", Yes(t.Usage, true)), ("one-time", Yes(t.OneTime, false)), ("codes", List(flow: true, t.Codes.Select(Plain))));
        return on.Children.Count == 0 ? null : on;
    }

    static YamlNode Match(UsageMatch m) => Map(flow: true,
        ("kind", Name(m.Kind)), ("direction", m.Direction is { } way ? Name(way) : null), ("to", List(flow: true, m.To.Select(Plain))), ("at", List(flow: true, m.At.Select(Plain))),
        ("hours", List(flow: true, m.Hours.Select(h => Map(flow: true, ("days", Days(h.Days)), ("from", Minute(h.From)), ("to", Minute(h.To)))))));

    static YamlNode Days(TariffDays days) => days is TariffDays.All or TariffDays.Workdays || (days & (days - 1)) == 0
        ? Name(days)
        : List(flow: true, Enum.GetValues<TariffDays>().Where(d => d != TariffDays.None && (d & (d - 1)) == 0 && days.HasFlag(d)).Select(Name))!;

    static YamlNode? Tax(TaxTerm tax)
    {
        var one = tax.Shares.Count == 1 && tax.Shares[0].Weight == 1 ? tax.Shares[0].Class : null;
        if (one is not null && tax.Included) return one == TaxTerm.Basic.Shares[0].Class ? null : Plain(one);
        return Map(flow: true, ("class", one is null ? null : Plain(one)), ("shares", one is not null ? null : List(flow: true, tax.Shares.Select(s => Map(flow: true, ("class", Plain(s.Class)), ("weight", Number(s.Weight)))))), ("included", Yes(tax.Included, true)));
    }

    YamlNode Amount(Money amount) => YamlText.Amount(amount, currency);
}
