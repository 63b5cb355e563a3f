using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>A payment as its payer, or who may see the account's bills, sees it.</summary>
/// <param name="ToBills">How much of it went to which bill.</param>
/// <param name="ToBalance">How much of it lies, or lay, in the account's balance.</param>
/// <param name="FailureCode">Text key of why it did not go through.</param>
public sealed record PaymentView(Guid Id, string AccountNumber, Money Amount, PaymentState State, string Gateway, string? Method, DateTime StartedAt, DateTime? EndedAt,
    DateTime ExpiresAt, string? FailureCode, IReadOnlyList<PaidBill> ToBills, Money ToBalance, bool Mine)
{
    /// <summary>How far it has come at the system that owns the account; null when the account is ours.</summary>
    public ForwardState? Forwarded { get; init; }
    /// <summary>How much of it took back what had been lent to the account.</summary>
    public Money ToAdvance { get; init; }
}

public sealed record PaidBill(string Number, DateOnly PeriodFrom, DateOnly PeriodTo, Money Amount, Money StillOwed);

public sealed class ViewPayment(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<PaymentView>> HandleAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var seen = GrantedAccounts.Of(db, caller, Right.SeeBill, clock.GetUtcNow().UtcDateTime);
        var payment = await db.Set<Payment>().AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == id && ((caller.IsPerson && p.PayerId == caller.SubjectId) || seen.Any(a => a.Id == p.AccountId && a.HolderPartyId == p.HolderPartyId)), ct);
        if (payment is null) return Refusal.NotFound("payment.not_found");
        var bills = await (from part in db.Set<Allocation>()
                           where part.PaymentId == id
                           join bill in db.Set<Bill>() on part.BillId equals bill.Id
                           orderby bill.PeriodFrom
                           select new PaidBill(bill.Number, bill.PeriodFrom, bill.PeriodTo, part.Amount, bill.Outstanding)).ToListAsync(ct);
        var forwarded = await db.Set<ForwardedPayment>().Where(f => f.PaymentId == id).Select(f => (ForwardState?)f.State).SingleOrDefaultAsync(ct);
        var number = await AccountNumbers.ListAsync(db, [payment.AccountId], ct);
        var settled = $"payment:{id:N}:settled";
        var toAdvance = new Money(-await db.Set<LedgerEntry>().Where(e => e.Account == LedgerAccount.AdvancesDue && db.Set<LedgerTransaction>().Any(t => t.Key == settled && t.Id == e.TransactionId)).SumAsync(e => (long)(object)e.Amount, ct));
        var toBalance = payment.State == PaymentState.Settled ? payment.Amount - toAdvance - new Money(bills.Sum(b => b.Amount.Minor)) : Money.Zero;
        return new PaymentView(payment.Id, number[payment.AccountId], payment.Amount, payment.State, payment.Gateway, payment.Method, payment.StartedAt, payment.EndedAt,
            payment.ExpiresAt, payment.FailureCode, bills, toBalance, payment.PayerId == caller.SubjectId)
        { Forwarded = forwarded, ToAdvance = toAdvance };
    }
}
