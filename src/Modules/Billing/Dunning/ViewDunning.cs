using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wangting.Customers;
using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Billing;

/// <summary>What was done about a bill that is not paid, what holds because of it, and what comes next.</summary>
public sealed record ViewDunning(string BillNumber);

public sealed record DunningStepView(DunningAct Act, DateTime TakenAt, Money Owed);

/// <param name="Disputed">What of it stands in disputes and is not asked for until they are decided.</param>
/// <param name="Held">What the account's lines may not do now because of debt.</param>
/// <param name="ToPay">What must be paid for nothing to be overdue: it ends what is held.</param>
/// <param name="Next">What cuts off next if nothing is paid, and its day; null when nothing will.</param>
public sealed record BillDunning(IReadOnlyList<DunningStepView> Steps, Money Disputed, IReadOnlyList<RestrictionScope> Held, DateTime? HeldSince, Money ToPay, DunningAct? Next, DateOnly? NextOn)
{
    public bool IsSuspended => Held.Contains(RestrictionScope.All);
}

public sealed class ViewDunningHandler(PortalDbContext db, IOptions<DunningOptions> options, IOptions<OperatorOptions> owner, TimeProvider clock)
{
    public async Task<Outcome<BillDunning>> HandleAsync(ViewDunning query, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = owner.Value.DayOf(now);
        var bill = await GrantedBills.WithAccounts(db, caller, now).Where(b => b.Bill.Number == query.BillNumber).Select(b => new
        {
            b.Bill.Id, b.Bill.AccountId, b.Bill.CustomerId, b.Bill.HolderPartyId, b.IsPresent, b.Bill.State,
            Steps = db.Set<DunningStep>().Where(s => s.BillId == b.Bill.Id).OrderBy(s => s.TakenAt).Select(s => new { s.Act, s.TakenAt, s.Owed }).ToList(),
        }).AsSingleQuery().SingleOrDefaultAsync(ct);
        if (bill is null) return Refusal.NotFound("bill.not_found");

        IReadOnlyList<DunningStepView> steps = [.. bill.Steps.Select(s => new DunningStepView(s.Act, s.TakenAt, s.Owed))];
        if (bill.State == BillState.Paid || !bill.IsPresent) return new BillDunning(steps, Money.Zero, [], null, Money.Zero, null, null);
        var open = await DunnedBill.ListAsync(db, owner.Value, [bill.AccountId], DateOnly.MaxValue, ct);
        var held = await HeldRestrictions.Of(db, now).Where(r => r.AccountId == bill.AccountId && r.Reason == RestrictionReason.Debt).Select(r => new { r.Scope, r.From }).Distinct().ToListAsync(ct);
        var of = (await CustomerClasses.ListAsync(db, [bill.CustomerId], ct)).GetValueOrDefault(bill.CustomerId);
        var policy = DunningPolicy.Of(options.Value, of, owner.Value.ToCurrency());
        var theirs = open.Where(b => b.HolderPartyId == bill.HolderPartyId).ToArray();
        var own = theirs.Single(b => b.Id == bill.Id);
        var coming = options.Value.On && own.Owed.IsPositive && DunnedBill.Sum(theirs.Where(b => b.From <= own.From)) >= policy.LeastDebt ? policy.Coming(own.From, own.Taken, today) : null;
        return new BillDunning(steps, own.Disputed, [.. held.Select(h => h.Scope).Distinct().Order()], held.Count == 0 ? null : held.Min(h => h.From),
            DunnedBill.Sum(theirs.Where(b => b.DueOn < today)), coming?.Rule.Act, coming?.On);
    }
}
