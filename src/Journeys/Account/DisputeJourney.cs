using System.Globalization;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Says that a charge of a bill is not right, and afterwards what became of it.</summary>
internal sealed class DisputeJourney(ListDisputable list, OpenDisputeHandler open, ViewDispute view) : IJourneyWork
{
    const string Prefix = "line-";
    const int MostLines = 30;

    public static Journey Form { get; } = new()
    {
        Name = "dispute",
        Submits = nameof(OpenDispute),
        Needs = Assurance.Proven,
        Words = ["费用异议", "异议", "收费不对", "dispute"],
        DialCode = "*111#",
        Fields =
        [
            new("bill", FieldKind.Choice) { TakesOnlyOption = true },
            new("line", FieldKind.Choice) { After = ["bill"], TakesOnlyOption = true },
            new("reason", FieldKind.Choice),
            new("evidence", FieldKind.Text)
            {
                MostCharacters = 300,
                Check = static (value, _) => value.Trim().Length < OpenDisputeHandler.LeastWords ? Refusal.Invalid("dispute.say_more", "evidence", ("least", OpenDisputeHandler.LeastWords)) : null,
            },
        ],
    };

    /// <summary>By which an address names the line of a bill.</summary>
    public static string KeyOf(int ordinal) => Prefix + ordinal.ToString(CultureInfo.InvariantCulture);

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part == Part.Answer) return (await view.HandleAsync(filled.Id(Part.Reference), caller, ct)).Match<Outcome<Facts>>(seen => Said(seen), why => why);
        if (part == "reason") return new Facts { Lines = await ChosenAsync(filled, caller, ct), Options = [.. Enum.GetValues<DisputeReason>().Select(r => new Option(r.ToString(), Text.Of("value.charge", ("kind", r))))] };
        if (part == "evidence") return Facts.None;
        var bills = await list.HandleAsync(filled["bill"], caller, ct);
        if (part == "bill")
        {
            Option[] young = [.. bills.Where(b => b.Lines.Any(l => l.IsFree)).Select(b => new Option(b.Number, Values.Month(b.PeriodFrom), Values.Of(b.Total)))];
            return young.Length == 0 ? Refusal.NotFound("dispute.nothing_here") : new Facts { Options = young };
        }
        if (bills.SingleOrDefault() is not { } bill) return Refusal.NotFound("dispute.nothing_here");
        if (part == "line") return new Facts { Options = [.. bill.Lines.Where(l => l.IsFree).Take(MostLines).Select(l => new Option(KeyOf(l.Ordinal), Text.Of("value.charge", ("kind", l.Text)), Values.Of(l.Amount)))] };
        var line = bill.Lines.FirstOrDefault(l => KeyOf(l.Ordinal) == filled["line"]);
        if (line is null) return Refusal.NotFound("dispute.no_charge");
        return line.IsFree ? Summary(bill, line, filled) : Refusal.Conflict(line.State == DisputeState.Open ? "dispute.already_open" : "dispute.decided_before", ("number", line.DisputeNumber));
    }

    // Who came from the charge itself on a bill was asked neither for bill nor for line: what they speak of is said.
    async Task<IReadOnlyList<Line>> ChosenAsync(Filled filled, Caller caller, CancellationToken ct)
    {
        if (!filled.Has("bill") || !filled.Has("line")) return [];
        var line = (await list.HandleAsync(filled["bill"], caller, ct)).SelectMany(b => b.Lines).FirstOrDefault(l => KeyOf(l.Ordinal) == filled["line"]);
        return line is null ? [] : [new(Text.Of("value.charge", ("kind", line.Text)), Values.Of(line.Amount), Tone.Main)];
    }

    public async Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct)
    {
        var ordinal = int.TryParse(filled["line"]?[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var opened = await open.HandleAsync(new OpenDispute(filled["bill"]!, ordinal, Enum.Parse<DisputeReason>(filled["reason"]!), filled["evidence"], key), caller, ct);
        return opened.Match<Outcome<Submitted>>(dispute => new Submitted(dispute.Id.ToString("N")), why => why);
    }

    static Facts Summary(DisputableBill bill, DisputableLine line, Filled filled) => new()
    {
        Title = Text.Of("journey.dispute.check"),
        Lines =
        [
            new(Text.Of("journey.dispute.charge_line"), Text.Of("value.charge", ("kind", line.Text)), Tone.Main),
            new(Text.Of("journey.dispute.amount_line"), Values.Of(line.Amount)),
            new(Text.Of("journey.dispute.bill_line"), Values.Month(bill.PeriodFrom)),
            new(Text.Of("journey.dispute.reason_line"), Text.Of("value.charge", ("kind", Enum.Parse<DisputeReason>(filled["reason"]!)))),
            new(Text.Of("journey.dispute.evidence_line"), Text.Plain(filled["evidence"] ?? "")),
        ],
        Notes = [Text.Of("journey.dispute.meanwhile", ("amount", line.Amount))],
        Act = Text.Of("journey.dispute.act"),
    };

    static Facts Said(DisputeView seen) => new()
    {
        Title = Text.Of("journey.dispute.state." + seen.State, ("amount", seen.Credit)),
        Lines =
        [
            new(Text.Of("journey.dispute.number_line"), Text.Plain(seen.Number)),
            new(Text.Of("journey.dispute.charge_line"), Text.Of("value.charge", ("kind", seen.Charge)), Tone.Main),
            new(Text.Of("journey.dispute.amount_line"), Values.Of(seen.Amount)),
            .. seen.Answer is { } answer ? [new Line(Text.Of("journey.dispute.answer_line"), Text.Plain(answer))] : Array.Empty<Line>(),
        ],
        Notes = seen.State == DisputeState.Open ? [Text.Of("journey.dispute.until", ("day", seen.AnswerBy)), Text.Of("journey.dispute.meanwhile", ("amount", seen.Amount))] : [],
    };
}
