using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Gives back what is left in an account whose services have all ended, the way it was paid.</summary>
internal sealed class RefundJourney(ListRefundable list, RequestRefundHandler request, ViewRefund view) : IJourneyWork
{
    public static Journey Form { get; } = new()
    {
        Name = "refund",
        Submits = nameof(RequestRefund),
        Words = ["退款", "退余额", "TK", "refund"],
        DialCode = "*105#",
        Fields = [new("account", FieldKind.Choice) { TakesOnlyOption = true, Needs = Assurance.Proven, Within = RequestRefundHandler.ProofAge }],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return (await view.HandleAsync(filled.Id(Part.Reference), caller, ct)).Match<Outcome<Facts>>(seen => Said(seen), why => why);
        var accounts = await list.HandleAsync(caller, ct);
        if (part == "account")
        {
            if (accounts.Count == 0) return Refusal.NotFound("refund.no_account");
            return accounts[0].WhyNot is { } none ? none : new Facts { Options = [.. accounts.Where(a => a.WhyNot is null).Select(Option)] };
        }
        var account = accounts.FirstOrDefault(a => a.Number == filled["account"]);
        if (account is null) return Refusal.NotFound("account.not_found");
        return account.WhyNot is { } why ? why : Summary(account);
    }

    /// <remarks>No amount is named: a confirmation counts only while the summary still says the same, and a repeat of the
    /// key answers with what was given back before.</remarks>
    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct)
    {
        var asked = await request.HandleAsync(new RequestRefund(filled["account"]!, null, key), caller, ct);
        return asked.Match<Outcome<Submitted>>(refund => new Submitted(refund.Parts[0].Id.ToString("N")), why => why);
    }

    static Option Option(Refundable account) => new(account.Number, Text.Plain(account.Name ?? account.Number), Text.Of("journey.refund.can", ("amount", account.Back)), [account.Number]);

    static Facts Summary(Refundable account)
    {
        var rest = account.Held - account.Back;
        return new Facts
        {
            Title = Text.Of("journey.refund.check", ("amount", account.Back)),
            Lines =
            [
                new(Text.Of("journey.refund.amount_line"), Values.Of(account.Back), Tone.Main),
                new(Text.Of("journey.refund.account_line"), Text.Plain(account.Name is null ? account.Number : $"{account.Name} {account.Number}")),
                .. account.Ways.Select(w => new Line(w.Method is { } method
                    ? Text.Of("journey.refund.back_to", ("method", Text.Of("payment.method." + method)), ("at", w.PaidAt))
                    : Text.Of("journey.refund.back", ("at", w.PaidAt)), Values.Of(w.Amount))),
                .. rest.IsPositive ? [new Line(Text.Of("journey.refund.rest"), Values.Of(rest), Tone.Warn)] : Array.Empty<Line>(),
                new(Text.Of("journey.refund.when_line"), Text.Of("journey.refund.when")),
            ],
            Notes = rest.IsPositive ? [Text.Of("journey.refund.rest_note"), Text.Of("journey.refund.undo")] : [Text.Of("journey.refund.undo")],
            Act = Text.Of("journey.refund.act", ("amount", account.Back)),
        };
    }

    static Facts Said(RefundView seen)
    {
        var (sent, paid, returned) = (seen.Of(RefundState.Requested), seen.Of(RefundState.Paid), seen.Of(RefundState.Returned));
        return new Facts
        {
            Title = sent.IsPositive ? Text.Of("journey.refund.state.sent", ("amount", sent))
                : paid.IsPositive ? Text.Of("journey.refund.state.paid", ("amount", paid)) : Text.Of("journey.refund.state.returned"),
            Lines =
            [
                new(Text.Of("journey.refund.account_line"), Text.Plain(seen.AccountNumber)),
                new(Text.Of("journey.refund.asked"), Text.Of("journey.refund.asked_at", ("at", seen.AskedAt))),
                .. seen.Parts.Select(p => new Line(Text.Of("journey.refund.part." + p.State), Values.Of(p.Amount), p.State == RefundState.Returned ? Tone.Warn : Tone.Main)),
            ],
            Notes = returned.IsPositive ? [Text.Of("journey.refund.returned_note")] : paid.IsPositive || sent.IsPositive ? [Text.Of("journey.refund.when")] : [],
        };
    }
}
