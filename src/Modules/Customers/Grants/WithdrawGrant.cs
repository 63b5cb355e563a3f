using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Takes a delegation back, at once; also open to the one who has it and no longer wants it.</summary>
public sealed record WithdrawGrant(Guid GrantId);

public sealed class WithdrawGrantHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(WithdrawGrant command, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var mine = Granted.Accounts(db, caller, Right.Delegate, now);
        var grant = await db.Set<Grant>().SingleOrDefaultAsync(g => g.Id == command.GrantId && g.Basis == GrantBasis.Delegate && g.AccountId != null && (g.To == null || g.To > now)
            && caller.Kind == CallerKind.Person && (g.PersonId == caller.SubjectId || g.GivenBy == caller.SubjectId || mine.Contains(g.AccountId.Value)), ct);
        if (grant is null) return Refusal.NotFound("delegation.not_found");
        grant.To = now;
        if (await db.Set<Consent>().SingleOrDefaultAsync(c => c.Id == grant.ConsentId, ct) is { } consent) consent.WithdrawnAt = now;
        var holder = await db.Set<Account>().Where(a => a.Id == grant.AccountId).Select(a => a.HolderPartyId).SingleAsync(ct);
        db.Audit(caller, clock, "grant_withdrawn", "grant", grant.Id.ToString(), holder);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
