using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A dispute as its customer sees it. While the second person has not agreed it is simply not answered yet.</summary>
/// <param name="Answer">What was decided, in words; null while it waits.</param>
public sealed record DisputeView(Guid Id, string Number, string AccountNumber, string BillNumber, DateOnly PeriodFrom, LocalText Charge, Money Amount, DisputeReason Reason, string Evidence, DateTime OpenedAt,
    DateOnly AnswerBy, DisputeState State, Money Credit, string? Answer, DateTime? DecidedAt);

/// <summary>For who may see its bill, and for nobody else.</summary>
public sealed class ViewDispute(PortalDbContext db, IOptions<DisputeOptions> options, IOptions<OperatorOptions> owner, TimeProvider clock)
{
    public async Task<Outcome<DisputeView>> HandleAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await (from dispute in db.Set<Dispute>().AsNoTracking().Where(d => d.Id == id)
                           join bill in GrantedBills.Of(db, caller, now) on dispute.BillId equals bill.Id
                           join account in AccountRows.Of(db) on dispute.AccountId equals account.Id
                           select new { Dispute = dispute, Bill = bill.Number, bill.PeriodFrom, Account = account.Number }).SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound("dispute.not_found");
        var of = found.Dispute;
        var decided = !of.State.IsUndecided();
        return new DisputeView(of.Id, of.Number, found.Account, found.Bill, found.PeriodFrom, of.Charge, of.Amount, of.Reason, of.Evidence, of.OpenedAt, owner.Value.DayOf(of.OpenedAt).AddDays(options.Value.AnswerDays),
            decided ? of.State : DisputeState.Open, decided ? of.Credit : Money.Zero, decided ? of.Answer : null, decided ? of.DecidedAt : null);
    }
}
