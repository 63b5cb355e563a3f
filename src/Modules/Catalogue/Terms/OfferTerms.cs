using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>What a version of an offer costs and includes: data alone, no plan has code of its own. Everything that bills,
/// previews, compares or explains reads these and nothing else.</summary>
public sealed record OfferTerms
{
    /// <summary>Whose prices and allowances are asked first where several products of a line speak of the same use: smaller is
    /// first. An add-on that makes calls to one country cheap must come before the plan that prices all countries.</summary>
    public int Precedence { get; init; } = 100;
    public IReadOnlyList<RecurringTerm> Recurring { get; init; } = [];
    public IReadOnlyList<OneTimeTerm> OneTime { get; init; } = [];
    /// <summary>The first that fits an event prices it.</summary>
    public IReadOnlyList<UsageTerm> Usage { get; init; } = [];
    public IReadOnlyList<AllowanceTerm> Allowances { get; init; } = [];
    public IReadOnlyList<DiscountTerm> Discounts { get; init; } = [];
    public IReadOnlyList<CreditTerm> Credits { get; init; } = [];
    public IReadOnlyList<LimitTerm> Limits { get; init; } = [];
    public ContractTerm? Contract { get; init; }
    /// <summary>Whose is the day on which one product follows another.</summary>
    public ChangeDay ChangeDay { get; init; } = ChangeDay.New;
    public RulesTerm Rules { get; init; } = RulesTerm.None;
}

public enum ChangeDay { New, Old }

/// <summary>How a price that is meant for a whole period is charged for a part of one.</summary>
public enum PartRule
{
    /// <summary>The whole of it.</summary>
    Full,
    /// <summary>By days held, of the days of the period.</summary>
    Daily,
    /// <summary>Half of it where at most half of the days are held (begun after the 15th), else the whole.</summary>
    Half,
    /// <summary>Nothing for this period.</summary>
    Free,
}

public enum Timing { Arrears, Advance }

/// <summary>How an amount is taxed.</summary>
/// <param name="Shares">Tax classes with weights: a bundle's one price belongs to several.</param>
/// <param name="Included">The amount is stated with its tax.</param>
public sealed record TaxTerm(IReadOnlyList<TaxShare> Shares, bool Included = true)
{
    public static readonly TaxTerm Basic = new([new("basic", 1)]);
}

public sealed record TaxShare(string Class, long Weight);

/// <summary>A price of every period.</summary>
public sealed record RecurringTerm
{
    public required string Code { get; init; }
    public required LocalText Name { get; init; }
    public required Money Amount { get; init; }
    public Timing Timing { get; init; } = Timing.Arrears;
    public PartRule First { get; init; } = PartRule.Daily;
    public PartRule Last { get; init; } = PartRule.Full;
    /// <summary>Thousandths of the price for days on which the line is suspended.</summary>
    public int WhileSuspended { get; init; } = 1000;
    public RoundingMode Rounding { get; init; } = RoundingMode.Nearest;
    /// <summary>Ends by itself after so many periods (instalments of a device).</summary>
    public int? Periods { get; init; }
    public TaxTerm Tax { get; init; } = TaxTerm.Basic;
}

/// <summary>A price at the beginning.</summary>
public sealed record OneTimeTerm
{
    public required string Code { get; init; }
    public required LocalText Name { get; init; }
    public required Money Amount { get; init; }
    /// <summary>Given back when the product ends; owed, not earned, until then.</summary>
    public bool Deposit { get; init; }
    public TaxTerm Tax { get; init; } = TaxTerm.Basic;
}

/// <summary>What a block of use costs from a quantity of the period on.</summary>
/// <param name="From">Quantity after allowances from which on it holds; the first is 0.</param>
public sealed record UsageTier(long From, UnitPrice Price);

public enum RoundedOver { Event, Period }

/// <summary>What happens to an event that reaches from one price's hours, or one period, into another's.</summary>
public enum CrossingRule { ByStart, Split }

/// <summary>A price of use.</summary>
public sealed record UsageTerm
{
    public required string Code { get; init; }
    public required LocalText Name { get; init; }
    public required UsageMatch Match { get; init; }
    /// <summary>Units (seconds, messages, kilobytes) for which <see cref="UsageTier.Price"/> is.</summary>
    public required long Block { get; init; }
    /// <summary>In rising order.</summary>
    public required IReadOnlyList<UsageTier> Tiers { get; init; }
    /// <summary>One count of tiers for all lines that share the product.</summary>
    public bool TiersShared { get; init; }
    public Rounding Quantity { get; init; } = Catalogue.Rounding.Exact;
    /// <summary>Whether each event is rounded, or what is left of the period's sum when allowances have carried their part.</summary>
    public RoundedOver QuantityOver { get; init; } = RoundedOver.Event;
    /// <summary>Amounts of single events, in millionths of the main unit; null keeps them exact until the period's sum.</summary>
    public Rounding? EventAmount { get; init; }
    /// <summary>How the period's sum becomes money.</summary>
    public RoundingMode PeriodAmount { get; init; } = RoundingMode.Nearest;
    public CrossingRule Crossing { get; init; } = CrossingRule.ByStart;
    public TaxTerm Tax { get; init; } = TaxTerm.Basic;
}

/// <summary>Use that is included in every period.</summary>
public sealed record AllowanceTerm
{
    public required string Code { get; init; }
    public required LocalText Name { get; init; }
    /// <summary>All of one kind of use: an allowance counts in that kind's unit.</summary>
    public required IReadOnlyList<UsageMatch> Covers { get; init; }
    public required long Quantity { get; init; }
    /// <summary>Smaller is drawn first, whatever the product.</summary>
    public int Priority { get; init; } = 100;
    /// <summary>One for all lines that share the product.</summary>
    public bool Shared { get; init; }
    public PartRule First { get; init; } = PartRule.Full;
    /// <summary>Of a part of a period.</summary>
    public Rounding Part { get; init; } = new(RoundingMode.Up, 1);
    /// <summary>Periods for which what is left may still be used.</summary>
    public int RollOver { get; init; }
}

/// <summary>Which charges a discount, a minimum or a cap looks at. An empty list of codes is every code.</summary>
public sealed record ChargeTarget(bool Recurring = true, bool Usage = true, bool OneTime = false)
{
    public IReadOnlyList<string> Codes { get; init; } = [];
}

public enum TermScope { Line, Account, Group }

/// <summary>Less to pay, for some periods or always.</summary>
public sealed record DiscountTerm
{
    public required string Code { get; init; }
    public required LocalText Name { get; init; }
    public required ChargeTarget Target { get; init; }
    public TermScope Scope { get; init; } = TermScope.Line;
    /// <summary>Ten-thousandths of what is left after the discounts before it; else <see cref="Amount"/>.</summary>
    public int? Share { get; init; }
    /// <summary>Never more than what is left.</summary>
    public Money? Amount { get; init; }
    public int? Periods { get; init; }
    /// <summary>Smaller is taken first.</summary>
    public int Order { get; init; } = 100;
    /// <summary>Of those that name the same, only the one worth most is taken.</summary>
    public string? OneOf { get; init; }
    public RoundingMode Rounding { get; init; } = RoundingMode.Nearest;
}

/// <summary>A sum given back in each of some periods (返费), whatever was used.</summary>
public sealed record CreditTerm
{
    public required string Code { get; init; }
    public required LocalText Name { get; init; }
    public required Money Amount { get; init; }
    /// <summary>The first period it is given in: 0 is the one in which the product began.</summary>
    public int FromPeriod { get; init; }
    public int Periods { get; init; } = 1;
}

public enum LimitKind
{
    /// <summary>At least so much is charged for a period (低消).</summary>
    Minimum,
    /// <summary>What is above is not charged (封顶).</summary>
    Cap,
}

public sealed record LimitTerm
{
    public required string Code { get; init; }
    public required LocalText Name { get; init; }
    public required LimitKind Kind { get; init; }
    public required Money Amount { get; init; }
    public required ChargeTarget Target { get; init; }
    public TermScope Scope { get; init; } = TermScope.Line;
    /// <summary>Of a minimum for a part of a period.</summary>
    public PartRule Part { get; init; } = PartRule.Daily;
    public TaxTerm Tax { get; init; } = TaxTerm.Basic;
}

/// <summary>For how long one is bound, and what leaving earlier costs.</summary>
/// <param name="Periods">Whole periods from the day it began.</param>
/// <param name="Penalty">Steps by periods that are served; the last whose <see cref="PenaltyStep.From"/> is reached holds.</param>
public sealed record ContractTerm(int Periods, IReadOnlyList<PenaltyStep> Penalty, LocalText Name);

/// <param name="From">Periods served.</param>
/// <param name="Amount">A fixed part.</param>
/// <param name="EachLeft">For each period that is left.</param>
/// <param name="ShareOfLeft">Ten-thousandths of the recurring prices of the periods that are left.</param>
public sealed record PenaltyStep(int From, Money Amount, Money EachLeft, int ShareOfLeft);
