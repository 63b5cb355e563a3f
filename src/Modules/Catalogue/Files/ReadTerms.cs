using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>The terms of a version as a file says them (docs/billing.md).</summary>
internal sealed class ReadTerms(Currency currency, IReadOnlySet<string> zones, IReadOnlySet<string> taxes)
{
    const int MostPeriods = 1200;

    public OfferTerms Of(YamlPlace at) => new()
    {
        Precedence = at["precedence"].Number(0, 1_000_000, 100),
        ChangeDay = at["change-day"].OneOf(ChangeDay.New),
        Recurring = Each(at["recurring"], Recurring),
        OneTime = Each(at["one-time"], OneTime),
        Usage = Each(at["usage"], Usage),
        Allowances = Each(at["allowances"], Allowance),
        Discounts = Each(at["discounts"], Discount),
        Credits = Each(at["credits"], Credit),
        Limits = Each(at["limits"], Limit),
        Contract = at["contract"].Is ? Contract(at["contract"]) : null,
        Rules = at["rules"].Is ? Closed(at["rules"], Rules) : RulesTerm.None,
    };

    static List<T> Each<T>(YamlPlace at, Func<YamlPlace, T> one)
    {
        var all = new List<T>();
        foreach (var item in at.Items())
        {
            all.Add(one(item));
            item.NothingElse();
        }
        return all;
    }

    static T Closed<T>(YamlPlace at, Func<YamlPlace, T> one)
    {
        var read = one(at);
        at.NothingElse();
        return read;
    }

    RecurringTerm Recurring(YamlPlace at) => new()
    {
        Code = at["code"].Code(), Name = Name(at), Amount = at["amount"].Amount(currency), Timing = at["timing"].OneOf(Timing.Arrears),
        First = at["first"].OneOf(PartRule.Daily), Last = at["last"].OneOf(PartRule.Full), WhileSuspended = at["while-suspended"].Percent(10_000) / 10,
        Rounding = at["rounding"].OneOf(RoundingMode.Nearest), Periods = at["periods"].NumberIfAny(1, MostPeriods), Tax = Tax(at["tax"]),
    };

    OneTimeTerm OneTime(YamlPlace at) => new() { Code = at["code"].Code(), Name = Name(at), Amount = at["amount"].Amount(currency), Deposit = at["deposit"].Yes(false), Tax = Tax(at["tax"]) };

    UsageTerm Usage(YamlPlace at)
    {
        var match = Closed(at["of"], Match);
        var block = at["block"].Quantity(match.Kind, 1);
        if (block < 1) at["block"].Fault("above_zero");
        var round = at["round"];
        var rounded = round.Is ? (By: round["by"].OneOf(RoundingMode.Up, needed: true), To: round["to"].Quantity(match.Kind, 1), Over: round["over"].OneOf(RoundedOver.Event)) : (RoundingMode.Nearest, 1, RoundedOver.Event);
        if (rounded.To < 1) round["to"].Fault("above_zero");
        if (round.Is) round.NothingElse();
        return new UsageTerm
        {
            Code = at["code"].Code(), Name = Name(at), Match = match, Block = Math.Max(1, block), Tiers = Tiers(at, match.Kind), TiersShared = at["tiers-shared"].Yes(false),
            Quantity = new Rounding(rounded.By, Math.Max(1, rounded.To)), QuantityOver = rounded.Over, EventAmount = EventAmount(at["event-amount"]),
            PeriodAmount = at["period-amount"].OneOf(RoundingMode.Nearest), Crossing = at["crossing"].OneOf(CrossingRule.ByStart), Tax = Tax(at["tax"]),
        };
    }

    static List<UsageTier> Tiers(YamlPlace at, UsageKind kind)
    {
        var (price, tiers) = (at["price"], at["tiers"]);
        if (price.Is == tiers.Is) at.Fault("price_or_tiers");
        if (price.Is) return [new UsageTier(0, price.Price())];
        var all = Each(tiers, t => new UsageTier(t["from"].Quantity(kind), t["price"].Price()));
        if (all.Count == 0 || all[0].From != 0 || all.Zip(all.Skip(1)).Any(p => p.First.From >= p.Second.From)) tiers.Fault("tiers");
        return all.Count == 0 ? [new UsageTier(0, default)] : all;
    }

    static Rounding? EventAmount(YamlPlace at)
    {
        if (!at.Is) return null;
        var rounding = new Rounding(at["by"].OneOf(RoundingMode.Nearest, needed: true), at["to"].Price().Micro);
        if (rounding.Unit < 1) at["to"].Fault("above_zero");
        at.NothingElse();
        return rounding with { Unit = Math.Max(1, rounding.Unit) };
    }

    AllowanceTerm Allowance(YamlPlace at)
    {
        var covers = Each(at["covers"], Match);
        if (covers.Count == 0) at["covers"].Fault("missing");
        else if (covers.Exists(c => c.Kind != covers[0].Kind)) at["covers"].Fault("kinds");
        var kind = covers.Count == 0 ? UsageKind.Other : covers[0].Kind;
        var part = at["part"];
        var rounded = part.Is ? Closed(part, p => new Rounding(p["by"].OneOf(RoundingMode.Up, needed: true), p["to"].Quantity(kind, 1))) : new Rounding(RoundingMode.Up, 1);
        if (rounded.Unit < 1) part["to"].Fault("above_zero");
        return new AllowanceTerm
        {
            Code = at["code"].Code(), Name = Name(at), Covers = covers, Quantity = at["quantity"].Quantity(kind), Priority = at["priority"].Number(0, 1_000_000, 100), Shared = at["shared"].Yes(false),
            First = at["first"].OneOf(PartRule.Full), Part = rounded with { Unit = Math.Max(1, rounded.Unit) }, RollOver = at["roll-over"].Number(0, MostPeriods, 0),
        };
    }

    DiscountTerm Discount(YamlPlace at)
    {
        if (at["share"].Is == at["amount"].Is) at.Fault("share_or_amount");
        return new DiscountTerm
        {
            Code = at["code"].Code(), Name = Name(at), Target = Closed(at["on"], Target), Scope = at["scope"].OneOf(TermScope.Line), Share = at["share"].Is ? at["share"].Percent(0) : null, Amount = at["amount"].Is ? at["amount"].Amount(currency) : null,
            Periods = at["periods"].NumberIfAny(1, MostPeriods), Order = at["order"].Number(0, 1_000_000, 100), OneOf = at["one-of"].Short(100), Rounding = at["rounding"].OneOf(RoundingMode.Nearest),
        };
    }

    CreditTerm Credit(YamlPlace at) => new() { Code = at["code"].Code(), Name = Name(at), Amount = at["amount"].Amount(currency), FromPeriod = at["from-period"].Number(0, MostPeriods, 0), Periods = at["periods"].Number(1, MostPeriods, 1) };

    LimitTerm Limit(YamlPlace at) => new()
    {
        Code = at["code"].Code(), Name = Name(at), Kind = at["kind"].OneOf(LimitKind.Cap, needed: true), Amount = at["amount"].Amount(currency), Target = Closed(at["on"], Target), Scope = at["scope"].OneOf(TermScope.Line),
        Part = at["part"].OneOf(PartRule.Daily), Tax = Tax(at["tax"]),
    };

    ContractTerm Contract(YamlPlace at) => Closed(at, c => new ContractTerm(c["periods"].Number(1, MostPeriods, 1, needed: true),
        Each(c["penalty"], p => new PenaltyStep(p["from"].Number(0, MostPeriods, 0), p["amount"].Amount(currency, needed: false), p["each-left"].Amount(currency, needed: false), p["share-of-left"].Percent(0))), Name(c)));

    // Each thing that is required is an offer, or a list of which one is enough.
    static RulesTerm Rules(YamlPlace at) => new()
    {
        Requires = [.. at["requires"].Items().Select(r => r.IsList ? [.. r.Items().Select(c => c.Code())] : (IReadOnlyList<string>)[r.Code()])], Excludes = [.. at["excludes"].Items().Select(c => c.Code())],
        Classes = [.. at["classes"].Items().Select(c => c.OneOf(CustomerClass.Ordinary, needed: true))], Brands = [.. at["brands"].Items().Select(b => b.Short(60) ?? "")], Areas = [.. at["areas"].Items().Select(Area)],
        Channels = [.. at["channels"].Items().Select(c => c.OneOf(Channel.Web, needed: true))], Most = at["most"].NumberIfAny(1, 1_000),
    };

    static string Area(YamlPlace at)
    {
        var said = at.Needed();
        if (Areas.Read(said) is { } area) return area;
        at.Fault("area", ("value", YamlValues.Shortened(said)));
        return said;
    }

    static ChargeTarget Target(YamlPlace at) => new(at["recurring"].Yes(true), at["usage"].Yes(true), at["one-time"].Yes(false)) { Codes = [.. at["codes"].Items().Select(c => c.Code())] };

    UsageMatch Match(YamlPlace at) => new()
    {
        Kind = at["kind"].OneOf(UsageKind.Other, needed: true), Direction = at["direction"].Is ? at["direction"].OneOf(UsageDirection.Outgoing) : null,
        To = ZonesOf(at["to"]), At = ZonesOf(at["at"]), Hours = Each(at["hours"], Hours),
    };

    List<string> ZonesOf(YamlPlace at)
    {
        var all = new List<string>();
        foreach (var item in at.Items())
        {
            var code = item.Code();
            if (code.Length > 0 && code != UsageMatch.Home && !zones.Contains(code)) item.Fault("zone", ("value", code));
            all.Add(code);
        }
        return all;
    }

    static TariffHours Hours(YamlPlace at)
    {
        var days = TariffDays.None;
        foreach (var day in at["days"].IsList ? at["days"].Items() : [at["days"]]) days |= day.OneOf(TariffDays.All);
        var hours = new TariffHours(days, at["from"].Minute(), at["to"].Minute());
        if (hours.From >= hours.To) at.Fault("hours");
        return hours;
    }

    // A class by its name, or several with weights where a bundle's one price is of several.
    TaxTerm Tax(YamlPlace at)
    {
        if (!at.Is) return TaxTerm.Basic;
        if (!at.IsMap) return new TaxTerm([new TaxShare(Class(at), 1)]);
        var shares = at["class"].Is ? [new TaxShare(Class(at["class"]), 1)] : Each(at["shares"], s => new TaxShare(Class(s["class"]), s["weight"].Number(1, 1_000_000, 1, needed: true)));
        if (shares.Count == 0) at.Fault("missing");
        var tax = new TaxTerm(shares.Count == 0 ? TaxTerm.Basic.Shares : shares, at["included"].Yes(true));
        at.NothingElse();
        return tax;
    }

    string Class(YamlPlace at)
    {
        var code = at.Code();
        if (code.Length > 0 && !taxes.Contains(code)) at.Fault("tax_class", ("value", code));
        return code;
    }

    static LocalText Name(YamlPlace at) => at["name"].Words() ?? LocalText.Of("", "");
}
