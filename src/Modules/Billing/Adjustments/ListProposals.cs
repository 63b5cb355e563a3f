using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An adjustment that waits for a second person.</summary>
/// <param name="By">Who proposed it; null when they are no longer there.</param>
/// <param name="Mine">The reader proposed it, so another must decide.</param>
/// <param name="DisputeNumber">The dispute that it grants, with what the customer would be told.</param>
public sealed record Proposal(Guid Id, string AccountNumber, Money Amount, string Reason, string? BillNumber, DateTime At, string? By, bool Mine, string? DisputeNumber, string? DisputeAnswer);

public sealed class ListProposals(PortalDbContext db, StaffNames names)
{
    public const int Most = 50;

    /// <returns>The longest waiting first, fifty at most.</returns>
    public async Task<Outcome<IReadOnlyList<Proposal>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.ApproveAdjustments) is { } lacking) return lacking;
        var waiting = db.Set<Adjustment>().AsNoTracking().Where(a => a.State == AdjustmentState.Proposed);
        var here = Opened.Within(db, waiting.Select(a => a.HolderPartyId), caller, BillingPermissions.ApproveAdjustments);
        var rows = await (from one in waiting.Where(a => here.Contains(a.HolderPartyId))
                          join account in AccountRows.Of(db) on one.AccountId equals account.Id
                          join bill in db.Set<Bill>() on one.BillId equals bill.Id into bills
                          from bill in bills.DefaultIfEmpty()
                          join dispute in db.Set<Dispute>() on one.DisputeId equals dispute.Id into disputes
                          from dispute in disputes.DefaultIfEmpty()
                          orderby one.ProposedAt, one.Id
                          select new { one.Id, account.Number, one.Amount, one.Reason, Bill = bill == null ? null : bill.Number, one.ProposedAt, one.ProposedBy, Dispute = dispute == null ? null : dispute.Number, Answer = dispute == null ? null : dispute.Answer }).Take(Most).ToListAsync(ct);
        var by = await names.ColleaguesAsync(rows.Select(r => r.ProposedBy), caller, ct);
        return rows.Select(r => new Proposal(r.Id, r.Number, r.Amount, r.Reason, r.Bill, r.ProposedAt, by.GetValueOrDefault(r.ProposedBy), r.ProposedBy == caller.SubjectId, r.Dispute, r.Answer)).ToList();
    }
}
