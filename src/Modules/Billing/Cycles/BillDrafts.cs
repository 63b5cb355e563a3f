using Wangting.Billing.Rating;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>From charges to the lines of bills: of what kind each is, and whose bill it stands on where somebody else pays.</summary>
internal static class BillDrafts
{
    public static IReadOnlyList<BillDraft> Of(BilledGroup group, BillOutcome outcome)
    {
        var lines = group.Accounts.Select(_ => new List<DraftLine>()).ToArray();
        var place = group.Accounts.Select((a, i) => (a.Id, i)).ToDictionary(x => x.Id, x => x.i);
        var paid = new Dictionary<Guid, Money>();
        foreach (var bill in outcome.Bills)
            foreach (var charge in bill.Charges)
            {
                var line = Line(group, charge);
                foreach (var (account, part) in Shares(group, line, group.Accounts[bill.Account].Id, paid)) lines[place[account]].Add(part);
            }
        return [.. group.Accounts.Select((account, i) => new BillDraft(account, lines[i]))];
    }

    static DraftLine Line(BilledGroup group, Rating.BillCharge charge)
    {
        var of = charge.Line < 0 ? new BilledLine(null, null) : group.Lines[charge.Line];
        var (quantity, unit) = charge.Usage is { } use ? ((long?)use.Charged, (UsageUnit?)UsageWords.UnitOf(use.Of.Match.Kind)) : (null, null);
        return new DraftLine(of.Id, of.Identifier, charge.Product == Guid.Empty ? null : charge.Product, KindOf(group, charge), charge.Source, charge.Code, charge.Name, quantity, unit, charge.Amount, charge.Tax);
    }

    static ChargeKind KindOf(BilledGroup group, Rating.BillCharge charge) => charge.Source switch
    {
        ChargeSource.Recurring or ChargeSource.Advance or ChargeSource.Minimum => group.Kinds.GetValueOrDefault(charge.Product) switch
        {
            OfferKind.AddOn => ChargeKind.AddOn,
            OfferKind.ValueAdded => ChargeKind.ThirdParty,
            OfferKind.Instalment => ChargeKind.Device,
            _ => ChargeKind.Plan,
        },
        ChargeSource.Usage => charge.Usage!.Of.Match switch
        {
            { At.Count: > 0 } at when !at.At.Contains(UsageMatch.Home, StringComparer.Ordinal) => ChargeKind.Roaming,
            { Kind: UsageKind.Voice } => ChargeKind.Voice,
            { Kind: UsageKind.Message } => ChargeKind.Message,
            { Kind: UsageKind.Data } => ChargeKind.Data,
            _ => ChargeKind.Other,
        },
        ChargeSource.OneTime or ChargeSource.Deposit => ChargeKind.OneTime,
        ChargeSource.Discount or ChargeSource.Cap or ChargeSource.Credit => ChargeKind.Discount,
        ChargeSource.OneOff => charge.Code == OneOffCharge.LateFee ? ChargeKind.LateFee : ChargeKind.Adjustment,
        ChargeSource.Rounding => ChargeKind.Adjustment,
        _ => ChargeKind.Other,
    };

    static IEnumerable<(Guid Account, DraftLine Line)> Shares(BilledGroup group, DraftLine line, Guid own, Dictionary<Guid, Money> paid)
    {
        if (line.LineId is not { } id || !group.PaidBy.Contains(id)) return [(own, line)];
        var shares = Responsibilities.Split(group.PaidBy[id], own, line.Kind, group.Input.Period.To, new Money(line.Amount), rule => paid.GetValueOrDefault(rule));
        Note(group.PaidBy[id], shares, paid);
        if (shares.Count <= 1) return shares.Count == 0 ? [(own, line)] : [(shares[0].Account, line)];
        var amounts = shares.Select(s => s.Amount.Minor).ToArray();
        var taxes = new Money(line.Tax).Split(amounts);
        return shares.Select((s, i) => (s.Account, line with { Amount = amounts[i], Tax = taxes[i].Minor, Quantity = s.Account == own ? line.Quantity : null }));
    }

    // What a rule has paid counts against its cap for the rest of the bill.
    static void Note(IEnumerable<PaymentResponsibility> rules, IReadOnlyList<(Guid Account, Money Amount)> shares, Dictionary<Guid, Money> paid)
    {
        foreach (var (account, amount) in shares)
            if (rules.FirstOrDefault(r => r.AccountId == account && r.Cap is not null) is { } rule) paid[rule.Id] = paid.GetValueOrDefault(rule.Id) + amount;
    }
}
