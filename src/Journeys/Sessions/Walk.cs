using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Walks the interpreter to its next screen: fetches the facts it asks for, submits what was confirmed, checks
/// proofs. The modules' operations run in a scope of their own, so that what one of them leaves unsaved is never saved
/// with the session.</summary>
internal sealed class Walk(Interpreter interpreter, AsyncServiceScope scope, TimeProvider clock, Caller caller, bool wide)
{
    // No form has this many parts; more is a journey that asks in circles.
    const int MostSteps = 100;

    readonly PortalDbContext facts = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
    readonly Dictionary<FactsKey, Facts> known = [];

    /// <summary>Saves the session and its confirmation before the operation is called.</summary>
    public Func<Session, Confirmation, Task<Confirmation>> SubmittingAsync { get; set; } = static (_, _) => throw new InvalidOperationException("Nothing is submitted by looking.");
    /// <summary>Whether a screen that asks for a code may send it; a look never does.</summary>
    public bool SendsCodes { get; init; }
    /// <summary>The confirmation that this walk submitted, with what came of it.</summary>
    public Confirmation? Confirmation { get; private set; }

    public async Task<Step> GoAsync(Session session, Input input, CancellationToken ct, Refusal? problem = null)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var sent = false;
        var off = (await facts.Set<JourneySwitch>().AsNoTracking().Select(s => s.Journey).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < MostSteps; i++)
        {
            var proof = Stronger(caller.Proof, session.Proof);
            var step = interpreter.Take(session, input, new Moment(now, proof, caller.Channel, wide, off), known, problem);
            switch (step)
            {
                case Step.Load load:
                    known[load.What] = await LoadAsync(load.What, caller with { Proof = proof }, ct);
                    continue;
                case Step.Submit submit:
                    (session, problem) = await SubmitAsync(submit, caller with { Proof = proof }, now, ct);
                    break;
                case Step.Prove prove:
                    (session, problem) = await ProveAsync(prove, ct);
                    break;
                case Step.Show { Screen.Kind: ScreenKind.Proof, Session.ProofTicket: null } asking when SendsCodes && !sent:
                    sent = true;
                    (session, problem) = await ProveAsync(new Step.Prove(asking.Session, null), ct);
                    break;
                default:
                    return step;
            }
            // What was known may be otherwise after an act.
            known.Clear();
            facts.ChangeTracker.Clear();
            input = new Input.Look();
        }
        throw new InvalidOperationException($"Journey '{session.Journey}' does not come to a screen.");
    }

    async Task<Facts> LoadAsync(FactsKey what, Caller asking, CancellationToken ct)
    {
        var work = scope.ServiceProvider.GetRequiredKeyedService<IJourneyWork>(what.Journey);
        var loaded = await work.LoadAsync(what.Part, what.Filled, asking, ct);
        return loaded.IsRefused(out var why, out var said) ? new Facts { Refusal = why } : said;
    }

    async Task<(Session, Refusal?)> SubmitAsync(Step.Submit submit, Caller asking, DateTime now, CancellationToken ct)
    {
        var session = submit.Session;
        var key = session.Key + "." + submit.Confirmed.Digest();
        var texts = scope.ServiceProvider.GetRequiredService<Texts>();
        Confirmation = await SubmittingAsync(session, new Confirmation
        {
            Id = Guid.CreateVersion7(),
            SubjectId = session.SubjectId,
            Key = key,
            Journey = session.Journey,
            JourneyVersion = session.JourneyVersion,
            Channel = session.Channel,
            Language = asking.Language,
            Words = SummaryWords.Of(texts, asking.Language, submit.Confirmed),
            Charge = submit.Confirmed.Charge,
            At = now,
        });
        await using var own = scope.ServiceProvider.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var work = own.ServiceProvider.GetRequiredKeyedService<IJourneyWork>(session.Journey);
        var done = await work.SubmitAsync(session.SoFar(), submit.Confirmed, key, asking, ct);
        if (done.IsRefused(out var why, out var submitted))
        {
            Confirmation.RefusalCode = why.Code;
            return (session, why);
        }
        Confirmation.Reference = submitted.Reference;
        Confirmation.RefusalCode = null;
        return (session.Done(submitted), null);
    }

    Task<(Session, Refusal?)> ProveAsync(Step.Prove prove, CancellationToken ct) =>
        scope.ServiceProvider.GetRequiredService<GiveProof>().HandleAsync(prove, caller, ct);

    static Proof Stronger(Proof a, Proof b) => (a.Level, a.At).CompareTo((b.Level, b.At)) >= 0 ? a : b;
}
