using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>What is there, what is left of the allowances, what is owed.</summary>
internal sealed class BalanceJourney(Reach reach, ViewHomeHandler home) : IJourneyWork
{
    public static Journey Form { get; } = new()
    {
        Name = "balance",
        Words = ["余额", "话费", "流量", "用量", "YE", "CX", "balance", "left", "data"],
        DialCode = "*101#",
        Fields = [new("holding", FieldKind.Choice) { TakesOnlyOption = true }],
    };

    public async Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct)
    {
        if (part != Part.Answer)
        {
            var holdings = await reach.HoldingsAsync(caller, ct);
            return holdings.Count == 0 ? Refusal.NotFound("journey.nothing_held") : new Facts { Options = [.. holdings.Select(Values.Option)] };
        }
        var viewed = await home.HandleAsync(new ViewHome(filled["holding"]), caller, ct);
        return viewed.IsRefused(out var no, out var seen) ? no : Said(seen);
    }

    static Facts Said(HomeView seen)
    {
        var lines = new List<Line>();
        if (seen.Available is { } available) lines.Add(new(Text.Of("journey.balance.available"), Values.Of(available), available.IsPositive ? Tone.Main : Tone.Warn));
        if (seen.Available is not null) lines.Add(new(Text.Of("journey.balance.month"), Values.Of(seen.Monthly + seen.UsedBeyond)));
        if (seen.Outstanding.IsPositive) lines.Add(new(Text.Of(seen.Due[0].IsOverdue(seen.Today) ? "journey.balance.overdue" : "journey.balance.due", ("day", seen.Due[0].DueOn)), Values.Of(seen.Outstanding), Tone.Act));
        lines.AddRange(seen.Left.Select(l => new Line(Text.Of("journey.balance.left." + l.Kind),
            Text.Of("journey.balance.of", ("left", Values.Of(l.Left, l.Unit)), ("granted", Values.Of(l.Granted, l.Unit))), l.IsLow ? Tone.Warn : Tone.Plain, l.Share)));
        if (seen.Left.Count > 0) lines.Add(new(Text.Of("journey.balance.until", ("day", seen.Left.Min(l => l.PeriodTo)))));
        if (lines.Count == 0) lines.Add(new(Text.Of("journey.balance.nothing")));
        var account = seen.Chosen?.AccountNumber;
        return new Facts
        {
            Title = seen.Chosen?.Identifier is { } number ? Text.Of("journey.balance.title_of", ("number", number.Shown)) : null,
            Lines = lines,
            Onward = account is null ? [] :
            [
                seen.Outstanding.IsPositive
                    ? new(PayJourney.Form.Name, Text.Of("journey.pay.now", ("amount", seen.Outstanding)), new Dictionary<string, string> { ["account"] = account, ["for"] = seen.Due.Count == 1 ? seen.Due[0].Number : PayJourney.AllDue })
                    : new(PayJourney.Form.Name, Text.Of("journey.pay.top_up"), new Dictionary<string, string> { ["account"] = account, ["for"] = PayJourney.Other }),
                new(BillJourney.Form.Name, Text.Of("journey.bill.title"), new Dictionary<string, string> { ["account"] = account }),
            ],
        };
    }

    public Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct) =>
        throw new NotSupportedException("A query submits nothing.");
}
