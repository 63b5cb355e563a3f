using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Delegations of the caller's accounts, those others gave the caller, and the accounts they could be given for.</summary>
public sealed record ListGrants;

/// <param name="Other">The other person, masked; null when no name is known.</param>
/// <param name="ByMe">Given of the caller's account; else received, to act on behalf of <paramref name="Other"/>.</param>
public sealed record GrantLine(Guid Id, string AccountNumber, string? AccountName, string? Other, Right Rights, DateTime From, DateTime? Until, bool ByMe);

public sealed record AccountChoice(string Number, string? Name);

public sealed record GrantList(IReadOnlyList<GrantLine> Lines, IReadOnlyList<AccountChoice> MayGive);

public sealed class ListGrantsHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<GrantList> HandleAsync(ListGrants query, Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return new([], []);
        var now = clock.GetUtcNow().UtcDateTime;
        var mine = Granted.Accounts(db, caller, Right.Delegate, now);
        var accounts = await db.Set<Account>().AsNoTracking().Where(a => mine.Contains(a.Id)).OrderBy(a => a.Number).Take(200).Select(a => new AccountChoice(a.Number, a.Name)).ToListAsync(ct);
        var rows = await (from grant in db.Set<Grant>().AsNoTracking()
                          where grant.Basis == GrantBasis.Delegate && (grant.To == null || grant.To > now) && grant.AccountId != null
                              && (grant.PersonId == caller.SubjectId || mine.Contains(grant.AccountId.Value))
                          join account in db.Set<Account>() on grant.AccountId equals account.Id
                          join person in db.Set<Party>() on grant.PersonId equals person.Id
                          join holder in db.Set<Party>() on account.HolderPartyId equals holder.Id
                          orderby grant.From, grant.Id
                          select new { grant.Id, account.Number, AccountName = account.Name, To = person.Name, Of = holder.Name, grant.Rights, grant.From, Until = grant.To, Received = grant.PersonId == caller.SubjectId }).ToListAsync(ct);
        return new([.. rows.Select(r => new GrantLine(r.Id, r.Number, r.AccountName, Masked(r.Received ? r.Of : r.To), r.Rights, r.From, r.Until, !r.Received))], accounts);
    }

    static string? Masked(string? name) => name is null ? null : Mask.Name(name);
}
