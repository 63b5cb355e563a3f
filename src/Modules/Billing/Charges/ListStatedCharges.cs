using Microsoft.EntityFrameworkCore;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>What the system before this one says it charged to an account: to be read beside the bills, never to be paid.</summary>
public sealed record StatedChargeLine(string AccountNumber, string? AccountName, StatedChargeKind Kind, Money Amount, int? Months, DateOnly? AsOf);

public sealed class ListStatedCharges(PortalDbContext db, TimeProvider clock)
{
    /// <param name="account">Of this account alone; null for all whose bills the caller may see.</param>
    public async Task<IReadOnlyList<StatedChargeLine>> HandleAsync(string? account, Caller caller, CancellationToken ct) =>
        await (from seen in GrantedAccounts.Of(db, caller, Right.SeeBill, clock.GetUtcNow().UtcDateTime)
               where account == null || seen.Number == account
               join charge in db.Set<StatedCharge>().AsNoTracking() on seen.Id equals charge.AccountId
               orderby seen.Number, charge.Kind, charge.AsOf
               select new StatedChargeLine(seen.Number, seen.Name, charge.Kind, charge.Amount, charge.Months, charge.AsOf)).ToListAsync(ct);
}
