using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The decision where a payment goes: the bill it names, then the oldest open ones, then what was lent to
/// the account, and what is left into the cash bucket.</summary>
internal static class Receipt
{
    /// <param name="open">The account's bills with something outstanding, in any order.</param>
    public static Movement Of(Payment payment, IEnumerable<Bill> open, Func<Bucket> cash, DateTime at, Func<Guid>? newId = null, Advance? advance = null)
    {
        var movement = new Movement(LedgerTransactionKind.PaymentSettled, $"payment:{payment.Id:N}:settled", payment.AccountId, at, newId)
            .Book(LedgerAccount.GatewayClearing, payment.Amount, payment.Id);
        var left = payment.Amount;
        foreach (var bill in open.OrderByDescending(b => b.Id == payment.BillId).ThenBy(b => b.PeriodFrom).ThenBy(b => b.IssuedAt).ThenBy(b => b.Id))
        {
            var part = Money.Min(left, bill.Outstanding);
            if (!part.IsPositive) continue;
            movement.Pay(bill, part, payment.Id, bucket: null);
            left -= part;
        }
        return left.IsPositive ? movement.TopUp(cash, advance, left) : movement;
    }
}
