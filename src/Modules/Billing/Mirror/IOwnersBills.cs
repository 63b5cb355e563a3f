using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The owner's bills (TMF678).</summary>
public interface IOwnersBills
{
    /// <summary>All bills of an account, or a refusal: never a part of them.</summary>
    Task<Outcome<IReadOnlyList<OwnersBill>>> ListAsync(string account, CancellationToken ct);

    /// <summary>Whether a bill that the list left out is there all the same.</summary>
    Task<Outcome<bool>> IsThereAsync(string id, CancellationToken ct);

    /// <summary>What a bill is made up of; nothing where the owner does not tell that.</summary>
    Task<Outcome<IReadOnlyList<OwnersCharge>>> ChargesAsync(string bill, CancellationToken ct);
}

/// <param name="Text">In the owner's words.</param>
/// <param name="ServiceIdentifier">The number it is for, as it stands on the bill; null for what concerns the account.</param>
/// <param name="Amount">Tax included.</param>
public sealed record OwnersCharge(ChargeKind Kind, string Text, string? ServiceIdentifier, Money Amount, Money Tax);

/// <param name="PeriodTo">The last day, itself included.</param>
/// <param name="Outstanding">Between nothing and the total.</param>
/// <param name="Holder">The owner's id of whose it is, where it says so.</param>
public sealed record OwnersBill(string Id, string Number, DateOnly PeriodFrom, DateOnly PeriodTo, DateTime IssuedAt, DateOnly DueOn,
    Money Total, Money Tax, Money Outstanding, string? Holder);
