using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The owner's accounts (TMF666). Refusals: <c>mirror.unreachable</c>, <c>mirror.answer_wrong</c>,
/// <c>mirror.account_unknown</c>.</summary>
public interface IOwnersAccounts
{
    Task<Outcome<OwnersAccount>> FindAsync(string id, CancellationToken ct);
}

/// <param name="Deposit">What lies on it for the customer.</param>
/// <param name="Holder">The owner's id of whose it is, where it says so.</param>
public sealed record OwnersAccount(string Id, Money Deposit, string? Holder);
