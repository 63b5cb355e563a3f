using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>An account as its owner described it at one moment.</summary>
/// <param name="Answered">How many of our payments the owner had answered when it was asked.</param>
/// <param name="Withdrawn">Bills open here that the owner no longer has.</param>
internal sealed record OwnersSnapshot(DateTime AskedAt, int Answered, OwnersAccount Account, IReadOnlyList<OwnersBill> Bills, IReadOnlySet<string> Withdrawn)
{
    /// <summary>What cannot be true of any account, whoever owns it. Pure.</summary>
    /// <param name="holder">Whose account it was when it was first read.</param>
    public Refusal? Wrong(string? holder)
    {
        if (holder is not null && Account.Holder is not null && Account.Holder != holder) return Answer("the account is of another customer now");
        if (Account.Deposit.IsNegative || !Limits.Holds(Account.Deposit)) return Answer($"a deposit of {Account.Deposit}");
        foreach (var bill in Bills)
        {
            if (!Limits.Holds(bill.Total) || !Limits.Holds(bill.Tax) || Int128.Abs(bill.Tax.Minor) > Int128.Abs(bill.Total.Minor)) return Answer($"bill {bill.Id}: tax {bill.Tax} of {bill.Total}");
            if (bill.Outstanding.IsNegative || bill.Outstanding > Money.Max(bill.Total, Money.Zero)) return Answer($"bill {bill.Id}: {bill.Outstanding} owed of {bill.Total}");
            if (bill.PeriodTo < bill.PeriodFrom) return Answer($"bill {bill.Id}: its period ends before it begins");
            if (bill.Number.Length is 0 or > 60 || bill.Id.Length is 0 or > 120) return Answer("a bill's number is too long");
        }
        if (Bills.DistinctBy(b => b.Id).Count() != Bills.Count || Bills.DistinctBy(b => b.Number).Count() != Bills.Count) return Answer("a bill comes twice");
        return null;
    }

    public static Refusal Answer(string detail) => Refusal.Conflict("mirror.answer_wrong", ("detail", detail));
}
