using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What the decision whether somebody may borrow is made of.</summary>
/// <param name="Available">What can be spent now.</param>
internal sealed record Borrower(PaymentMode Mode, AccountState State, DateTime OpenedAt, bool Owes, bool HasBorrowed, Money Available)
{
    /// <summary>Pure: what is offered and what is lent are decided alike.</summary>
    public Refusal? WhyNot(AdvanceOptions rules, DateTime now) =>
        rules.Offered.Count == 0 ? Refusal.Conflict("advance.not_offered")
        : State == AccountState.Closed ? Refusal.Conflict("advance.account_closed")
        : Mode != PaymentMode.Prepaid ? Refusal.Conflict("advance.prepaid_only")
        : HasBorrowed ? Refusal.Conflict("advance.open_one")
        : Owes ? Refusal.Conflict("advance.owes")
        : OpenedAt.AddMonths(rules.AfterMonths) > now ? Refusal.Conflict("advance.too_new", ("months", rules.AfterMonths))
        : Available.Minor >= rules.Below ? Refusal.Conflict("advance.enough_left", ("below", new Money(rules.Below)))
        : null;
}
