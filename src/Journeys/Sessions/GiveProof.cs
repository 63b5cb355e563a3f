using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>The missing proof, inside a dialogue: a code to the number one speaks from, and back.</summary>
internal sealed class GiveProof(AskForCodeHandler ask, ProveInDialogueHandler prove)
{
    public async Task<(Session, Refusal?)> HandleAsync(Step.Prove step, Caller caller, CancellationToken ct)
    {
        var session = step.Session;
        // A number's user can show no more than that; what needs a passkey is done where there is one.
        if (caller.Channel == Channel.Web || session.ProofNeeded is not { Level: <= Assurance.Proven }) return (session, Refusal.NotAllowed("journey.proof_elsewhere"));
        if (step.Code is { } code && session.ProofTicket is { } ticket)
        {
            var proven = await prove.HandleAsync(new ProveInDialogue(ticket, code), caller, ct);
            return proven.IsRefused(out var wrong, out var proof) ? (session, wrong with { Field = null }) : (session with { Proof = proof, ProofTicket = null, ProofSentTo = null, ProofNeeded = null, Misses = 0 }, null);
        }
        var asked = await ask.HandleAsync(new AskForCode(CodePurpose.Prove, null, null), caller, ct);
        return asked.IsRefused(out var why, out var sent) ? (session, why with { Field = null }) : (session with { ProofTicket = sent.Ticket, ProofSentTo = sent.SentTo }, null);
    }
}
