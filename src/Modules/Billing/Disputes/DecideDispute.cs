using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Answers a dispute. A credit that is too much for one person is proposed, and the customer is told when a second has
/// agreed.</summary>
/// <param name="Credit">What is given back; all of the charge when null. Nothing is a rejection.</param>
/// <param name="Answer">What the customer reads.</param>
public sealed record DecideDispute(Guid Id, bool Accept, Money? Credit, string? Answer);

public sealed class DecideDisputeHandler(PortalDbContext db, AdjustmentBook book, TellOfDispute tell, TimeProvider clock)
{
    public Task<Outcome<DisputeState>> HandleAsync(DecideDispute command, Caller caller, CancellationToken ct) => db.OnceAsync<DisputeState>(async () =>
    {
        if (caller.Lacks(BillingPermissions.DecideDisputes) is { } lacking) return lacking;
        var answer = command.Answer?.Trim() ?? "";
        if (answer.Length < ProposeAdjustmentHandler.LeastWords) return Refusal.Invalid("dispute.answer_needed", "Answer", ("least", ProposeAdjustmentHandler.LeastWords));
        if (answer.Length > AdjustmentTable.MostWords) return Refusal.Invalid("record.too_long", "Answer", ("most", AdjustmentTable.MostWords));
        var dispute = await db.Set<Dispute>().SingleOrDefaultAsync(d => d.Id == command.Id, ct);
        if (dispute is null || !await Opened.Within(db, db.Set<Dispute>().Where(d => d.Id == command.Id).Select(d => d.HolderPartyId), caller, BillingPermissions.DecideDisputes).AnyAsync(ct))
            return Refusal.NotFound("dispute.not_found");
        if (dispute.State != DisputeState.Open) return Refusal.Conflict("dispute.wrong_state", ("state", dispute.State));
        var credit = command.Accept ? command.Credit ?? dispute.Amount : Money.Zero;
        if (command.Accept && (!credit.IsPositive || credit > dispute.Amount)) return Refusal.Invalid("dispute.credit_wrong", "Credit", ("most", dispute.Amount));

        var now = clock.GetUtcNow().UtcDateTime;
        (dispute.Credit, dispute.Answer, dispute.DecidedBy, dispute.DecidedAt) = (credit, answer, caller.SubjectId, now);
        var to = DisputeState.Rejected;
        if (command.Accept)
        {
            var adjustment = new Adjustment
            {
                Id = Guid.CreateVersion7(), AccountId = dispute.AccountId, HolderPartyId = dispute.HolderPartyId, Amount = credit, Reason = answer, BillId = dispute.BillId, DisputeId = dispute.Id,
                ProposedBy = caller.SubjectId, ProposedAt = now, IdempotencyKey = $"dispute:{dispute.Id:N}:{dispute.Version}",
            };
            if ((await book.RaiseAsync(adjustment, caller, ct)).IsRefused(out var refused, out var state)) return refused;
            to = state == AdjustmentState.Done ? DisputeState.Accepted : DisputeState.Proposed;
        }
        if (dispute.Move(to) is { } wrong) return wrong;
        if (!to.IsUndecided()) await tell.QueueAsync(dispute, ct);
        db.Audit(caller, clock, command.Accept ? "dispute_accepted" : "dispute_rejected", "dispute", dispute.Number, dispute.HolderPartyId, answer, new { credit = credit.Minor });
        return to;
    }, ct);
}
