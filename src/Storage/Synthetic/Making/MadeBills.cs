using System.Globalization;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Storage.Synthetic;

/// <summary>An account's months: what it is billed, and what became of each bill. Money moves by <see cref="Movement"/> and
/// <see cref="Receipt"/>, as everywhere; only that nothing is saved in between.</summary>
internal sealed class MadeBills(Province province, int number, IRows rows, MadeAccount owner, Habits habits, MadeUsage usage)
{
    static readonly TimeSpan Issued = TimeSpan.FromHours(2);
    static readonly Dictionary<UsageKind, (ChargeKind Kind, LocalText Text, UsageUnit Unit)> Beyond = new()
    {
        [UsageKind.Voice] = (ChargeKind.Voice, LocalText.Of("套餐外通话", "Calls beyond the plan"), UsageUnit.Second),
        [UsageKind.Message] = (ChargeKind.Message, LocalText.Of("套餐外短信", "Messages beyond the plan"), UsageUnit.Message),
        [UsageKind.Data] = (ChargeKind.Data, LocalText.Of("套餐外流量", "Data beyond the plan"), UsageUnit.Kilobyte),
    };
    static readonly LocalText Loyalty = LocalText.Of("合约优惠", "Contract discount");
    readonly Chance chance = new(province.Seed, number, 2 + owner.Account.Number[^1]);
    readonly MadePayments payments = new(province, rows, owner, habits, new Chance(province.Seed, number, 100 + owner.Account.Number[^1]));

    public void Make(IReadOnlyList<MadeLine> lines)
    {
        foreach (var month in province.Calendar.SkipLast(1))
        {
            var charges = lines.Where(l => l.Line.From < month.ToAt && (l.Line.To is null || l.Line.To > month.FromAt)).SelectMany(l => Charges(l, month)).ToArray();
            if (charges.Length > 0) payments.Take(Post(month, charges), charges);
        }
        foreach (var line in lines) usage.Begin(line, province.Calendar[^1]);
        payments.Finish(lines);
    }

    IEnumerable<BillLine> Charges(MadeLine line, Month month)
    {
        foreach (var (_, offer) in line.Has)
            yield return Charge(line, offer.Is.Kind is OfferKind.AddOn ? ChargeKind.AddOn : offer.Is.Kind is OfferKind.ValueAdded ? ChargeKind.ThirdParty : ChargeKind.Plan, offer.Name, Part(line.Line, month, offer.Is.Monthly), null, null);
        if (habits.Term >= 24) yield return Charge(line, ChargeKind.Discount, Loyalty, -Part(line.Line, month, Math.Min(500, line.Has[0].Offer.Is.Monthly)), null, null);
        foreach (var (kind, amount, quantity) in usage.Of(line, month))
            yield return Charge(line, Beyond[kind].Kind, Beyond[kind].Text, amount.Minor, quantity, Beyond[kind].Unit);
    }

    // Of the first and last month the days that there were.
    static long Part(Line line, Month month, long monthly)
    {
        var days = month.Days.Count(d => d.At.AddDays(1) > line.From && (line.To is null || d.At < line.To));
        return (monthly * days * 2 + month.Days.Count) / (2 * month.Days.Count);
    }

    BillLine Charge(MadeLine line, ChargeKind kind, LocalText text, long minor, long? quantity, UsageUnit? unit) => new()
    {
        Id = chance.Id(province.EndsAt), LineId = line.Line.Id, ServiceIdentifier = line.Known, Kind = kind, Text = text, Quantity = quantity, Unit = unit, Amount = new Money(minor),
        // 9 % are in the price: amount − amount ÷ 1.09, to the nearest.
        Tax = new Money(Math.Sign(minor) * (Math.Abs(minor) - (Math.Abs(minor) * 200 + 109) / 218)),
    };

    Bill Post(Month month, BillLine[] charges)
    {
        var at = month.ToAt + Issued;
        var account = owner.Account;
        var bill = new Bill
        {
            Id = chance.Id(at), Number = string.Create(CultureInfo.InvariantCulture, $"{month.From.Year * 100 + month.From.Month}{account.Number}"), AccountId = account.Id, CustomerId = account.CustomerId,
            HolderPartyId = account.HolderPartyId, PeriodFrom = month.From, PeriodTo = month.To, IssuedAt = at, DueOn = month.To.AddDays(15),
            Total = new Money(charges.Sum(c => c.Amount.Minor)), Tax = new Money(charges.Sum(c => c.Tax.Minor)),
        };
        for (var n = 0; n < charges.Length; n++)
            rows.Add(new BillLine
            {
                Id = charges[n].Id, BillId = bill.Id, Ordinal = n + 1, LineId = charges[n].LineId, ServiceIdentifier = charges[n].ServiceIdentifier, Kind = charges[n].Kind, Text = charges[n].Text,
                Quantity = charges[n].Quantity, Unit = charges[n].Unit, Amount = charges[n].Amount, Tax = charges[n].Tax,
            });
        var movement = new Movement(LedgerTransactionKind.BillPosted, $"bill:{bill.Id:N}:{bill.Revision}", account.Id, at, () => chance.Id(at))
            .Book(LedgerAccount.Revenue, bill.Tax - bill.Total).Book(LedgerAccount.TaxDue, -bill.Tax).Owe(bill, bill.Total);
        payments.Keep(movement);
        return bill;
    }
}
