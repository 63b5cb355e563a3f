using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing.Rating;

/// <summary>Everything that decides what a rating group is billed for a period. Equal inputs give equal bills, whoever asks and
/// whenever: the bill run, a preview, a comparison and an explanation differ in nothing but what they put in here.</summary>
public sealed record BillInput
{
    public required BillingPeriod Period { get; init; }
    /// <summary>The period after it, for what is charged in advance.</summary>
    public required BillingPeriod Next { get; init; }
    /// <summary>Lines in the order of their ids, with the place of the account that each is billed to.</summary>
    public required IReadOnlyList<(Guid Id, int Account)> Lines { get; init; }
    public required int Accounts { get; init; }
    public required IReadOnlyList<Subscribed> Products { get; init; }
    /// <summary>Allowances that were left over or granted apart from a product's own.</summary>
    public IReadOnlyList<Pool> Pools { get; init; } = [];
    /// <summary>What earlier bills charged in advance for this period.</summary>
    public IReadOnlyList<Advanced> Advanced { get; init; } = [];
    public IReadOnlyList<UsageEvent> Events { get; init; } = [];
    public IReadOnlyList<Guid> Cancelled { get; init; } = [];
    /// <summary>Credits, corrections of closed periods, late fees: decided elsewhere, billed here.</summary>
    public IReadOnlyList<OneOff> OneOffs { get; init; } = [];
    public required TaxTable Taxes { get; init; }
    public BillPolicy Policy { get; init; } = new();
}

/// <param name="Amount">Minor units.</param>
public sealed record Advanced(Guid Product, string Code, long Amount);

/// <param name="Line">Place of the line, −1 for the account as a whole.</param>
/// <param name="Amount">Minor units, below zero in the customer's favour.</param>
public sealed record OneOff(int Account, int Line, string Code, LocalText Name, long Amount, TaxTerm Tax);

public enum TaxRounding { Line, Document }

/// <param name="Total">The step of a bill's total; a line of the bill says the difference. Null for none.</param>
public sealed record BillPolicy(TaxRounding Tax = TaxRounding.Line, Rounding? Total = null);

/// <summary>Rates of tax classes, each from a day on.</summary>
/// <param name="Rates">Ten-thousandths.</param>
public sealed record TaxTable(IReadOnlyList<(string Class, DateOnly From, int Rate)> Rates)
{
    /// <exception cref="InvalidOperationException">A class without a rate on that day: the catalogue's check lets none pass.</exception>
    public int On(string taxClass, DateOnly day) =>
        Rates.Where(r => r.Class == taxClass && r.From <= day).OrderByDescending(r => r.From).Select(r => (int?)r.Rate).FirstOrDefault()
        ?? throw new InvalidOperationException($"Tax class {taxClass} has no rate on {day:O}.");
}

public enum ChargeSource { Recurring, Advance, OneTime, Deposit, Usage, Discount, Cap, Minimum, Credit, Penalty, OneOff, Rounding }

/// <summary>One line of a bill.</summary>
/// <param name="Line">Place of the line, −1 for the account as a whole.</param>
/// <param name="Amount">Minor units, tax included.</param>
/// <param name="Tax">The part of it that is tax.</param>
/// <param name="Usage">What was used, for charges of use.</param>
/// <param name="TaxedAs">None for a rounding of the total.</param>
public sealed record BillCharge(int Account, int Line, Guid Product, ChargeSource Source, string Code, LocalText Name, long Amount, long Tax, UsageCharge? Usage = null, TaxTerm? TaxedAs = null);

/// <param name="Charges">In a fixed order.</param>
/// <param name="Taxes">By class: what it is of, tax included, and the tax.</param>
public sealed record AccountBill(int Account, IReadOnlyList<BillCharge> Charges, long Total, long Tax, IReadOnlyList<(string Class, int Rate, long Gross, long Tax)> Taxes);

/// <param name="Bills">One for each account, in order.</param>
/// <param name="Left">Allowances with what is left of each at the period's end.</param>
/// <param name="Advanced">What these bills charge for the next period.</param>
public sealed record BillOutcome(IReadOnlyList<AccountBill> Bills, IReadOnlyList<(Pool Pool, long Left)> Left, IReadOnlyList<Advanced> Advanced, IReadOnlyList<(Guid Event, Unrateable Reason)> Parked);

/// <param name="Events">In the order in which they are rated.</param>
/// <param name="Each">What became of each, in the same order.</param>
public sealed record RatedUse(IReadOnlyList<UsageEvent> Events, IReadOnlyList<RatedEvent> Each, IReadOnlyList<(Pool Pool, long Left)> Left);
