using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>One bill: how much, for what, until when.</summary>
internal sealed class BillJourney(Reach reach, ListBillsHandler bills, ViewBillHandler bill) : IJourneyWork
{
    const int Newest = 6;

    public static Journey Form { get; } = new()
    {
        Name = "bill",
        Words = ["账单", "帐单", "ZD", "bill", "bills"],
        DialCode = "*102#",
        Fields = [new("account", FieldKind.Choice) { TakesOnlyOption = true }, new("bill", FieldKind.Choice) { After = ["account"], TakesOnlyOption = true }],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        switch (part)
        {
            case "account":
                var accounts = (await reach.HoldingsAsync(caller, ct)).Where(h => h.AccountNumber is not null).DistinctBy(h => h.AccountNumber).ToArray();
                return accounts.Length == 0 ? Refusal.NotFound("journey.no_bills_here") : new Facts { Options = [.. accounts.Select(h => Values.Option(h) with { Key = h.AccountNumber! })] };
            case "bill":
                var list = await bills.HandleAsync(new ListBills(filled["account"]), caller, ct);
                return list.Bills.Count == 0 ? Refusal.NotFound("journey.no_bill_yet") : new Facts { Options = [.. list.Bills.Take(Newest).Select(Option)] };
            default:
                return (await bill.HandleAsync(new ViewBill(filled["bill"]!), caller, ct)).Match<Outcome<Facts>>(seen => Said(seen), no => no);
        }
    }

    static Option Option(BillListed listed) => new(listed.Bill.Number, Values.Month(listed.Bill.PeriodFrom),
        listed.Bill.Outstanding.IsPositive ? Text.Of("journey.bill.owed", ("amount", listed.Bill.Outstanding)) : Text.Of("journey.bill.paid_up", ("amount", listed.Bill.Total)));

    static Facts Said(BillView seen)
    {
        var owed = seen.Bill.Outstanding;
        var charges = seen.Lines.GroupBy(l => l.Kind).Select(g => new Line(Text.Of("value.charge", ("kind", g.Key)), Values.Of(g.Aggregate(Money.Zero, (sum, l) => sum + l.Amount))));
        return new Facts
        {
            Title = Text.Of(owed.IsPositive ? "journey.bill.title_owed" : "journey.bill.title_paid", ("month", Values.Month(seen.Bill.PeriodFrom)), ("amount", owed.IsPositive ? owed : seen.Bill.Total)),
            Lines =
            [
                new(Text.Of("journey.bill.total"), Values.Of(seen.Bill.Total), Tone.Main),
                .. owed.IsPositive ? [new Line(Text.Of(seen.Bill.IsOverdue(seen.Today) ? "journey.bill.overdue" : "journey.bill.due_by", ("day", seen.Bill.DueOn)), Values.Of(owed), Tone.Act)] : Array.Empty<Line>(),
                .. charges,
                .. seen.Difference is { Whole.IsZero: false } change ? [new Line(Text.Of(change.Whole.IsPositive ? "journey.bill.more" : "journey.bill.less", ("change", Money.Max(change.Whole, -change.Whole))))] : Array.Empty<Line>(),
            ],
            Onward = seen.Payable
                ? [new(PayJourney.Form.Name, Text.Of("journey.pay.now", ("amount", owed)), new Dictionary<string, string> { ["account"] = seen.AccountNumber, ["for"] = seen.Bill.Number })]
                : [],
        };
    }

    public Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct) =>
        throw new NotSupportedException("A query submits nothing.");
}
