using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The second person's word on an adjustment: never that of who proposed it.</summary>
/// <param name="Answer">Why not; needed for a no.</param>
public sealed record DecideAdjustment(Guid Id, bool Approve, string? Answer);

public sealed class DecideAdjustmentHandler(PortalDbContext db, AdjustmentBook book, TellOfDispute tell, TimeProvider clock)
{
    public Task<Outcome<AdjustmentState>> HandleAsync(DecideAdjustment command, Caller caller, CancellationToken ct) => db.OnceAsync<AdjustmentState>(async () =>
    {
        if (caller.Lacks(BillingPermissions.ApproveAdjustments) is { } lacking) return lacking;
        var answer = command.Answer?.Trim() ?? "";
        if (answer.Length > AdjustmentTable.MostWords) return Refusal.Invalid("record.too_long", "Answer", ("most", AdjustmentTable.MostWords));
        var adjustment = await db.Set<Adjustment>().SingleOrDefaultAsync(a => a.Id == command.Id, ct);
        if (adjustment is null || !await Opened.Within(db, db.Set<Adjustment>().Where(a => a.Id == command.Id).Select(a => a.HolderPartyId), caller, BillingPermissions.ApproveAdjustments).AnyAsync(ct))
            return Refusal.NotFound("adjustment.not_found");
        if (adjustment.ProposedBy == caller.SubjectId) return Refusal.NotAllowed("adjustment.own");
        if (!command.Approve && answer.Length < ProposeAdjustmentHandler.LeastWords) return Refusal.Invalid("adjustment.answer_needed", "Answer", ("least", ProposeAdjustmentHandler.LeastWords));

        if (command.Approve && await book.BookAsync(adjustment, caller, ct) is { } refused) return refused;
        if (!command.Approve && adjustment.Move(AdjustmentState.Refused) is { } wrong) return wrong;
        var now = clock.GetUtcNow().UtcDateTime;
        (adjustment.DecidedBy, adjustment.DecidedAt, adjustment.Answer) = (caller.SubjectId, now, answer.Length == 0 ? null : answer);
        if (adjustment.DisputeId is { } id)
        {
            var dispute = await db.Set<Dispute>().SingleAsync(d => d.Id == id, ct);
            if (dispute.Move(command.Approve ? DisputeState.Accepted : DisputeState.Open) is { } over) return over;
            if (command.Approve) await tell.QueueAsync(dispute, ct);
            else (dispute.Credit, dispute.Answer, dispute.DecidedBy, dispute.DecidedAt) = (Money.Zero, null, null, null);
        }
        db.Audit(caller, clock, command.Approve ? "adjustment_approved" : "adjustment_refused", "adjustBalance", adjustment.Id.ToString(), adjustment.HolderPartyId, adjustment.Answer, new { amount = adjustment.Amount.Minor });
        return adjustment.State;
    }, ct);
}
