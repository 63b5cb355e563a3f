using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Has an account's bills paid by themselves from now on, or no more. To agree is the payer's own act at the gateway;
/// to stop is one yes here.</summary>
internal sealed class AutoPayJourney(Reach reach, ListPayable payable, ListAutoPays list, StartAutoPayHandler start, RequestAgreementHandler agree, StopAutoPayHandler stop) : IJourneyWork
{
    const string Stop = "journey.autopay.stop", Stopped = "stopped";

    public static Journey Form { get; } = new()
    {
        Name = "autopay",
        Submits = nameof(StartAutoPay) + ", " + nameof(StopAutoPay),
        Words = ["自动缴费", "自动交费", "代扣", "ZDJF", "autopay"],
        DialCode = "*107#",
        Fields = [new("account", FieldKind.Choice) { TakesOnlyOption = true }],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return await AnswerAsync(filled, caller, ct);
        var only = await reach.AccountAsync(caller, ct);
        var reached = only is null ? null : (await payable.HandleAsync(caller, ct)).Where(p => p.AccountId == only).Select(p => p.Number).ToArray();
        var lines = (await list.HandleAsync(caller, ct)).Where(l => reached is null || reached.Contains(l.AccountNumber)).ToArray();
        if (part == "account")
            return lines.Length == 0 ? Refusal.NotFound("journey.nothing_payable")
                : new Facts { Options = [.. lines.Select(l => new Option(l.AccountNumber, Text.Plain(l.AccountName ?? l.AccountNumber), Text.Of(l.Id is null ? "journey.autopay.is_off" : "journey.autopay.is_on"), [l.AccountNumber]))] };
        return lines.FirstOrDefault(l => l.AccountNumber == filled["account"]) is { } line ? Summary(line) : Refusal.NotFound("account.not_found");
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct)
    {
        if (confirmed.Act!.Key == Stop)
        {
            // Off already is what was wanted.
            if ((await list.HandleAsync(caller, ct)).FirstOrDefault(l => l.AccountNumber == filled["account"])?.Id is not { } on) return new Submitted(Stopped);
            return (await stop.HandleAsync(new StopAutoPay(on), caller, ct)).Match<Outcome<Submitted>>(_ => new Submitted(Stopped), why => why);
        }
        if ((await start.HandleAsync(new StartAutoPay(filled["account"]!, key), caller, ct)).IsRefused(out var why, out var id)) return why;
        if ((await agree.HandleAsync(new RequestAgreement(id), caller, ct)).IsRefused(out var no, out var page)) return no;
        return new Submitted(id.ToString("N"), Uri.TryCreate(page.Content, UriKind.Absolute, out var there) ? there : null);
    }

    async Task<Outcome<Facts>> AnswerAsync(Filled filled, Caller caller, CancellationToken ct)
    {
        if (filled[Part.Reference] == Stopped) return new Facts { Title = Text.Of("journey.autopay.stopped"), Notes = [Text.Of("journey.autopay.stopped_note")] };
        if ((await list.ViewAsync(filled.Id(Part.Reference), caller, ct)).IsRefused(out var why, out var state)) return why;
        return new Facts
        {
            Title = Text.Of("journey.autopay.state." + state),
            Notes = [Text.Of("journey.autopay.says." + state)],
            Waits = state == AutoPayState.Asked,
        };
    }

    static Facts Summary(AutoPayLine line) => new()
    {
        Lines =
        [
            new(Text.Of("journey.autopay.account_line"), Text.Plain(line.AccountName is null ? line.AccountNumber : $"{line.AccountName} {line.AccountNumber}")),
            new(Text.Of("journey.autopay.now"), Text.Of(line.Id is null ? "journey.autopay.is_off" : "journey.autopay.is_on"), Tone.Main),
            .. line.Method is { } method ? [new Line(Text.Of("journey.autopay.method"), Text.Of("payment.method." + method))] : Array.Empty<Line>(),
            .. line.Next.Select(n => new Line(Text.Of("journey.autopay.next", ("month", Values.Month(n.PeriodFrom))), Text.Of("journey.autopay.next_on", ("amount", n.Amount), ("day", n.ChargeOn)))),
        ],
        Notes = line.Id is null ? [Text.Of("journey.autopay.how"), Text.Of("journey.autopay.undo")] : [Text.Of("journey.autopay.stop_note")],
        Act = Text.Of(line.Id is null ? "journey.autopay.act" : Stop),
    };
}
