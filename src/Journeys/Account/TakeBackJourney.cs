using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Takes back what was sent a moment ago, to the wrong number perhaps.</summary>
internal sealed class TakeBackJourney(ListTransfers list, TakeBackBalanceHandler take) : IJourneyWork
{
    public static Journey Form { get; } = new()
    {
        Name = "takeback",
        Submits = nameof(TakeBackBalance),
        Words = ["撤回转账", "撤回", "CH", "takeback"],
        DialCode = "*110#",
        Fields = [new("transfer", FieldKind.Choice) { TakesOnlyOption = true }],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return (await list.SentAsync(filled.Id("transfer"), caller, ct)) is [var gone] ? new Facts { Title = Text.Of("journey.transfer.undone", ("amount", gone.Amount)) } : Refusal.NotFound("transfer.not_found");
        var sent = await list.SentAsync(null, caller, ct);
        if (part == "transfer") return sent.Count == 0 ? Refusal.NotFound("transfer.none_to_take_back") : new Facts { Options = [.. sent.Select(s => new Option(s.Id.ToString("N"), Text.Of("journey.takeback.one", ("amount", s.Amount), ("number", TransferJourney.Shown(s.ToNumber)))))] };
        return sent.FirstOrDefault(s => s.Id == filled.Id("transfer")) is not { } one ? Refusal.NotFound("transfer.not_found") : new Facts
        {
            Lines = [new(Text.Of("journey.transfer.to_line"), Text.Plain(TransferJourney.Shown(one.ToNumber))), new(Text.Of("journey.transfer.amount_line"), Values.Of(one.Amount), Tone.Main)],
            Notes = [Text.Of("journey.takeback.note")],
            Act = Text.Of("journey.takeback.act", ("amount", one.Amount)),
        };
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct) =>
        (await take.HandleAsync(new TakeBackBalance(filled.Id("transfer")), caller, ct)).Match<Outcome<Submitted>>(_ => new Submitted(filled["transfer"]), why => why);
}
