using System.Globalization;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Lends a line that has run dry a small sum, and says before what it costs and when it is taken back.</summary>
internal sealed class AdvanceJourney(Reach reach, ListAdvances list, TakeAdvanceHandler take) : IJourneyWork
{
    public static Journey Form { get; } = new()
    {
        Name = "advance",
        Submits = nameof(TakeAdvance),
        Words = ["紧急借款", "借话费", "JHF", "SOS", "advance", "borrow"],
        DialCode = "*108#",
        Fields = [new("account", FieldKind.Choice) { TakesOnlyOption = true }, new("sum", FieldKind.Choice) { After = ["account"], TakesOnlyOption = true }],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return (await list.ViewAsync(filled.Id(Part.Reference), caller, ct)).Match<Outcome<Facts>>(seen => Said(seen), why => why);
        var only = await reach.AccountAsync(caller, ct);
        var offers = (await list.HandleAsync(caller, ct)).Where(o => only is null || o.AccountId == only).ToArray();
        if (part == "account")
        {
            if (offers.Length == 0) return Refusal.NotFound("advance.no_account");
            return offers[0].WhyNot is { } none ? none : new Facts { Options = [.. offers.Where(o => o.WhyNot is null).Select(o => new Option(o.AccountNumber, Text.Plain(o.AccountName ?? o.AccountNumber), Words: [o.AccountNumber]))] };
        }
        if (offers.FirstOrDefault(o => o.AccountNumber == filled["account"]) is not { } offer) return Refusal.NotFound("account.not_found");
        if (offer.WhyNot is { } why) return why;
        if (part == "sum") return new Facts { Options = [.. offer.Sums.Select(s => new Option(Key(s), Values.Of(s.Amount), Text.Of("journey.advance.fee", ("fee", s.Fee))))] };
        return offer.Sums.FirstOrDefault(s => Key(s) == filled["sum"]) is { } sum ? Summary(offer, sum) : Refusal.Invalid("advance.other_sum", "sum");
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct)
    {
        // The fee that was read, not the one that holds by now.
        if (filled["sum"]!.Split('+') is not [var amount, var fee] || !long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var lent) || !long.TryParse(fee, NumberStyles.None, CultureInfo.InvariantCulture, out var cost)) return Refusal.Invalid("advance.other_sum", "sum");
        return (await take.HandleAsync(new TakeAdvance(filled["account"]!, new Money(lent), new Money(cost), key), caller, ct)).Match<Outcome<Submitted>>(id => new Submitted(id.ToString("N")), why => why);
    }

    static string Key(AdvanceSum sum) => string.Create(CultureInfo.InvariantCulture, $"{sum.Amount.Minor}+{sum.Fee.Minor}");

    static Facts Summary(AdvanceOffer offer, AdvanceSum sum) => new()
    {
        Lines =
        [
            new(Text.Of("journey.advance.get"), Values.Of(sum.Amount), Tone.Main),
            new(Text.Of("journey.advance.costs"), Values.Of(sum.Fee), Tone.Warn),
            new(Text.Of("journey.advance.back"), Values.Of(sum.Back), Tone.Act),
            new(Text.Of("journey.advance.account_line"), Text.Plain(offer.AccountName is null ? offer.AccountNumber : $"{offer.AccountName} {offer.AccountNumber}")),
        ],
        Notes = [Text.Of("journey.advance.when"), Text.Of("journey.advance.no_undo")],
        Act = Text.Of("journey.advance.act", ("amount", sum.Amount)),
    };

    static Facts Said(AdvanceView seen) => new()
    {
        Title = seen.Left.IsZero ? Text.Of("journey.advance.repaid") : Text.Of("journey.advance.done", ("amount", seen.Amount)),
        Lines =
        [
            new(Text.Of("journey.advance.get"), Values.Of(seen.Amount), Tone.Main),
            new(Text.Of("journey.advance.costs"), Values.Of(seen.Fee)),
            new(Text.Of("journey.advance.left"), Values.Of(seen.Left), seen.Left.IsZero ? Tone.Plain : Tone.Act),
        ],
        Notes = seen.Left.IsZero ? [] : [Text.Of("journey.advance.when")],
        Onward = [new(BalanceJourney.Form.Name, Text.Of("journey.balance.title"))],
    };
}
