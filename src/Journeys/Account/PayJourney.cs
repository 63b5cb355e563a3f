using Microsoft.Extensions.Options;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Pays what is due, or puts money on an account. The money itself moves at the gateway's page: the submit stores
/// the intent and says where to go on.</summary>
internal sealed class PayJourney(Reach reach, ListPayable list, IEnumerable<IPaymentGateway> gateways, IOptions<PaymentOptions> limits,
    StartPaymentHandler start, RequestPaymentPageHandler page, ViewPayment view) : IJourneyWork
{
    public const string AllDue = "due", Other = "other";
    const int MostBills = 4;

    public static Journey Form { get; } = new()
    {
        Name = "pay",
        Submits = nameof(StartPayment),
        Words = ["交费", "缴费", "充值", "付款", "JF", "CZ", "pay", "topup"],
        DialCode = "*103#",
        Fields =
        [
            new("account", FieldKind.Choice) { TakesOnlyOption = true },
            new("for", FieldKind.Choice) { After = ["account"], TakesOnlyOption = true },
            new("amount", FieldKind.Amount) { After = ["account", "for"], When = f => f["for"] == Other },
            new("method", FieldKind.Choice) { TakesOnlyOption = true },
        ],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return await AnswerAsync(filled, caller, ct);
        if (part == "method") return Methods() is { Count: > 0 } methods ? new Facts { Options = methods } : Refusal.Unavailable("payment.gateway_unavailable");

        var only = await reach.AccountAsync(caller, ct);
        var payable = (await list.HandleAsync(caller, ct)).Where(p => only is null || p.AccountId == only).ToArray();
        if (part == "account") return payable.Length == 0 ? Refusal.NotFound("journey.nothing_payable") : new Facts { Options = [.. payable.Select(Option)] };

        var account = payable.FirstOrDefault(p => p.Number == filled["account"]);
        if (account is null) return Refusal.NotFound("account.not_found");
        return part switch
        {
            "for" => new Facts { Options = Targets(account), Suggested = Targets(account)[0].Key },
            "amount" => new Facts { Least = new(1), Most = new(limits.Value.Most) },
            _ => Summary(account, filled),
        };
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct)
    {
        var bill = filled["for"] is AllDue or Other ? null : filled["for"];
        var intent = await start.HandleAsync(new StartPayment(filled["account"]!, confirmed.Charge!.Value, bill, key, filled["method"]), caller, ct);
        if (intent.IsRefused(out var why, out var payment)) return why;
        var asked = await page.HandleAsync(new RequestPaymentPage(payment.Id), caller, ct);
        // Decided already: the answer says so.
        if (asked.Refusal is { Code: "payment.over" }) return new Submitted(payment.Id.ToString("N"));
        return asked.IsRefused(out var no, out var there)
            ? no
            : new Submitted(payment.Id.ToString("N"), there is { How: HandOver.Page, Content: { } address } && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null);
    }

    async Task<Outcome<Facts>> AnswerAsync(Filled filled, Caller caller, CancellationToken ct)
    {
        if ((await view.HandleAsync(filled.Id(Part.Reference), caller, ct)).IsRefused(out var no, out var paid)) return no;
        var waits = paid.State is PaymentState.Started or PaymentState.Pending;
        return new Facts
        {
            Title = Text.Of("journey.pay.state." + paid.State, ("amount", paid.Amount)),
            Lines =
            [
                new(Text.Of("journey.pay.amount_line"), Values.Of(paid.Amount), Tone.Main),
                new(Text.Of("journey.pay.account_line"), Text.Plain(paid.AccountNumber)),
                .. paid.ToBills.Select(b => new Line(Text.Of("journey.pay.to_bill", ("month", Values.Month(b.PeriodFrom))), Values.Of(b.Amount))),
                .. paid.ToAdvance.IsPositive ? [new Line(Text.Of("advance.paid_back"), Values.Of(paid.ToAdvance))] : Array.Empty<Line>(),
                .. paid.ToBalance.IsPositive ? [new Line(Text.Of("journey.pay.to_balance"), Values.Of(paid.ToBalance))] : Array.Empty<Line>(),
                .. paid.FailureCode is { } failed && !waits ? [new Line(Text.Of(failed), null, Tone.Warn)] : Array.Empty<Line>(),
            ],
            Notes = paid.Forwarded is { } forwarded ? [Text.Of("mirror.payment." + forwarded)] : waits ? [Text.Of("journey.pay.until", ("at", paid.ExpiresAt))] : [],
            Waits = waits,
            Onward = waits || paid.State == PaymentState.Held ? [] : [new(BalanceJourney.Form.Name, Text.Of("journey.balance.title"))],
        };
    }

    static Option Option(Payable account) => new(account.Number, Text.Plain(account.Name ?? account.Number),
        account.Outstanding.IsPositive ? Text.Of("journey.pay.owes", ("amount", account.Outstanding)) : Text.Of("journey.pay.owes_nothing"), [account.Number]);

    static List<Option> Targets(Payable account)
    {
        var targets = new List<Option>();
        if (account.Open.Count > 1) targets.Add(new(AllDue, Text.Of("journey.pay.all_due"), Values.Of(account.Outstanding)));
        targets.AddRange(account.Open.Take(MostBills).Select(b => new Option(b.Number, Text.Of("journey.pay.bill_of", ("month", Values.Month(b.PeriodFrom))), Values.Of(b.Outstanding))));
        targets.Add(new(Other, Text.Of("journey.pay.other")));
        return targets;
    }

    // What another system owns is told with its age before anybody pays it.
    static IEnumerable<Text> AsOf(Freshness? fresh) => fresh is null ? []
        : [fresh.AsOf is { } at ? Text.Of(fresh.Failed ? "mirror.as_of_failed" : "mirror.as_of", ("at", Text.Of("mirror.moment", ("at", at)))) : Text.Of("mirror.as_of_never")];

    IReadOnlyList<Option> Methods() => gateways.FirstOrDefault(g => g.IsOpen) is { } open
        ? [.. open.Methods.Select(m => new Option(m, Text.Of("payment.method." + m)))]
        : [];

    static Outcome<Facts> Summary(Payable account, Filled filled)
    {
        var target = filled["for"];
        var bill = account.Open.FirstOrDefault(b => b.Number == target);
        if (bill is null && target is not (AllDue or Other)) return Refusal.Conflict("bill.nothing_due");
        var amount = target == Other ? filled.Money("amount") : target == AllDue ? account.Outstanding : bill!.Outstanding;
        if (!amount.IsPositive) return Refusal.Conflict("bill.nothing_due");
        var owed = bill?.Outstanding ?? account.Outstanding;
        return new Facts
        {
            Title = Text.Of("journey.pay.check", ("amount", amount)),
            Lines =
            [
                new(Text.Of("journey.pay.amount_line"), Values.Of(amount), Tone.Main),
                new(Text.Of("journey.pay.account_line"), Text.Plain(account.Name is null ? account.Number : $"{account.Name} {account.Number}")),
                new(Text.Of("journey.pay.for_line"), target == Other ? Text.Of(owed.IsPositive ? "journey.pay.for_due_first" : "journey.pay.for_balance")
                    : bill is null ? Text.Of("journey.pay.all_due") : Text.Of("journey.pay.bill_of", ("month", Values.Month(bill.PeriodFrom)))),
                new(Text.Of("journey.pay.method"), Text.Of("payment.method." + filled["method"])),
                new(Text.Of("journey.pay.after"), owed > amount ? Text.Of("journey.pay.still_due", ("amount", owed - amount)) : Text.Of(account.Mode == PaymentMode.Postpaid && amount <= owed ? "journey.pay.settled_up" : "journey.pay.rest_stays")),
            ],
            Notes = [.. AsOf(account.Freshness), Text.Of("journey.pay.undo")],
            Charge = amount,
            Act = Text.Of("journey.pay.act", ("amount", amount)),
        };
    }
}
