using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Journeys;

/// <summary>What the paper journey did, over all scopes and nodes of one scenario.</summary>
internal sealed class PaperLedger
{
    public ConcurrentQueue<string> Keys { get; } = [];
    public Func<Outcome<Submitted>> Answer { get; set; } = () => new Submitted("paper-1");
}

/// <summary>A journey of one amount and one secret, submitted into a ledger of paper.</summary>
internal sealed class PaperWork(PaperLedger ledger) : IJourneyWork
{
    public static readonly Journey Form = new()
    {
        Name = "paper",
        Words = ["paper"],
        Submits = "Paper",
        Fields = [new("amount", FieldKind.Amount), new("mail", FieldKind.Text), new("sure", FieldKind.Choice) { Needs = Assurance.Proven, Within = TimeSpan.FromMinutes(15) }],
    };

    public Task<Outcome<Facts>> LoadAsync(string part, Filled filled, Caller caller, CancellationToken ct) => Task.FromResult<Outcome<Facts>>(part switch
    {
        "sure" => PaperJourneys.Options("sure", caller.Proof.Level == Assurance.Line ? "line" : "all"),
        Part.Summary => new Facts { Lines = [new(Text.Plain("Amount"), Text.Of("value.money", ("amount", filled.Money("amount"))))], Charge = filled.Money("amount"), Act = Text.Plain("Do it") },
        _ => Facts.None,
    });

    public Task<Outcome<Submitted>> SubmitAsync(Filled filled, Facts confirmed, string key, Caller caller, CancellationToken ct)
    {
        ledger.Keys.Enqueue(key);
        return Task.FromResult(ledger.Answer());
    }

    public static void Register(IServiceCollection services) => services.AddSingleton<PaperLedger>().AddJourney<PaperWork>(Form);
}
