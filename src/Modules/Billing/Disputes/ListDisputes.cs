using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A dispute that waits for an answer.</summary>
/// <param name="AnswerBy">The day the customer was promised an answer.</param>
public sealed record WaitingDispute(Guid Id, string Number, string AccountNumber, string BillNumber, DateOnly PeriodFrom, Guid HolderPartyId, LocalText Charge, Money Amount, DisputeReason Reason, string Evidence, DisputeState State, Money Credit, string? Answer, DateTime OpenedAt, DateOnly AnswerBy);

/// <summary>The queue: those within the reader's area, the longest waiting first.</summary>
public sealed class ListDisputes(PortalDbContext db, IOptions<DisputeOptions> options, IOptions<OperatorOptions> owner)
{
    public const int Most = 50;

    public async Task<Outcome<IReadOnlyList<WaitingDispute>>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(BillingPermissions.DecideDisputes) is { } lacking) return lacking;
        var waiting = db.Set<Dispute>().AsNoTracking().Where(d => d.State == DisputeState.Open || d.State == DisputeState.Proposed);
        var here = Opened.Within(db, waiting.Select(d => d.HolderPartyId), caller, BillingPermissions.DecideDisputes);
        var rows = await (from one in waiting.Where(d => here.Contains(d.HolderPartyId))
                          join bill in db.Set<Bill>() on one.BillId equals bill.Id
                          join account in AccountRows.Of(db) on one.AccountId equals account.Id
                          orderby one.OpenedAt, one.Id
                          select new { Dispute = one, Account = account.Number, Bill = bill.Number, bill.PeriodFrom }).Take(Most).ToListAsync(ct);
        return rows.Select(r => new WaitingDispute(r.Dispute.Id, r.Dispute.Number, r.Account, r.Bill, r.PeriodFrom, r.Dispute.HolderPartyId, r.Dispute.Charge, r.Dispute.Amount, r.Dispute.Reason, r.Dispute.Evidence,
            r.Dispute.State, r.Dispute.Credit, r.Dispute.Answer, r.Dispute.OpenedAt, owner.Value.DayOf(r.Dispute.OpenedAt).AddDays(options.Value.AnswerDays))).ToList();
    }
}
