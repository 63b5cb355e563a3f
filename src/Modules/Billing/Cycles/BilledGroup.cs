using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An account as a bill names it.</summary>
internal sealed record BilledAccount(Guid Id, string Number, Guid CustomerId, Guid HolderPartyId);

/// <param name="Id">None for what an account has without a line.</param>
/// <param name="Identifier">What it was known by in the period.</param>
internal sealed record BilledLine(Guid? Id, string? Identifier);

/// <summary>A rating group with what bills say beside amounts: who, which service, what kind of product.</summary>
internal sealed record BilledGroup(BillInput Input, IReadOnlyList<BilledAccount> Accounts, IReadOnlyList<BilledLine> Lines, IReadOnlyDictionary<Guid, OfferKind> Kinds,
    ILookup<Guid, PaymentResponsibility> PaidBy, IReadOnlyList<(Guid Account, Guid Charge)> OneOffs, IReadOnlyList<AllowanceRest> Rests, RatingBasis Basis)
{
    /// <summary>The group is told from others by its first account.</summary>
    public Guid Leader => Accounts[0].Id;

    /// <summary>Which product and term each allowance is of. Pools name no term: a carried one is known by its row, one of this
    /// period by what made its id.</summary>
    public IReadOnlyDictionary<Guid, (Guid Product, string Code)> TermsOfPools()
    {
        var known = Rests.ToDictionary(r => r.PoolId, r => (r.ProductId, r.Code));
        foreach (var product in Input.Products)
            foreach (var term in product.Tariff.Terms.Allowances) known.TryAdd(Billed.PoolId(product.Product, term.Code, Input.Period.From), (product.Product, term.Code));
        return known;
    }

    /// <summary>The bills as they would be issued. The run, the preview and everything that explains come through here.</summary>
    public GroupBills Bill(Billed billed)
    {
        var outcome = billed.Of(Input);
        return new GroupBills(outcome, BillDrafts.Of(this, outcome));
    }
}

/// <summary>What a group is billed, ready to be written.</summary>
/// <param name="Drafts">One for each account, in their order.</param>
internal sealed record GroupBills(BillOutcome Outcome, IReadOnlyList<BillDraft> Drafts);

internal sealed record BillDraft(BilledAccount Account, IReadOnlyList<DraftLine> Lines)
{
    public long Total { get; } = Lines.Sum(l => l.Amount);
    public long Tax { get; } = Lines.Sum(l => l.Tax);
}

/// <summary>One line of a bill. Sums are minor units.</summary>
internal sealed record DraftLine(Guid? LineId, string? Identifier, Guid? ProductId, ChargeKind Kind, ChargeSource Source, string Code, LocalText Text, long? Quantity, UsageUnit? Unit, long Amount, long Tax);
