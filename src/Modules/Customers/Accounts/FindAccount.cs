using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What modules to the right need to know of an account to decide on it.</summary>
public sealed record AccountFacts(Guid Id, string Number, string? Name, Guid CustomerId, Guid HolderPartyId, PaymentMode Mode, AccountState State, int CycleDay);

/// <summary>Finds an account the caller has a right on; any other is not found.</summary>
public sealed class FindAccount(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<AccountFacts>> HandleAsync(string number, Right right, Caller caller, CancellationToken ct)
    {
        var granted = Granted.Accounts(db, caller, right, clock.GetUtcNow().UtcDateTime);
        var found = await db.Set<Account>().AsNoTracking().Where(a => a.Number == number && granted.Contains(a.Id)).Select(AccountsById.Facts).SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound("account.not_found") : found;
    }
}

/// <summary>Accounts by id, for operations that have already decided who may.</summary>
public sealed class AccountsById(PortalDbContext db)
{
    internal static readonly System.Linq.Expressions.Expression<Func<Account, AccountFacts>> Facts =
        a => new AccountFacts(a.Id, a.Number, a.Name, a.CustomerId, a.HolderPartyId, a.Mode, a.State, a.CycleDay);

    public Task<AccountFacts?> FindAsync(Guid id, CancellationToken ct) =>
        db.Set<Account>().AsNoTracking().Where(a => a.Id == id).Select(Facts).SingleOrDefaultAsync(ct);
}
