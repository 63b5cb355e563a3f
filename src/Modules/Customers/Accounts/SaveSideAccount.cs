using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Opens a side account, or changes one.</summary>
/// <param name="HolderId">A customer or party; on opening.</param>
public sealed record SaveSideAccount(Guid Id, SideAccountKind Kind, bool IsNew, Given<string> Name, Given<string> State, Guid? HolderId);

public sealed class SaveSideAccountHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(SaveSideAccount command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteAccounts) is { } lacking) return lacking;
        if (command.Name.Value?.Length > 200) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        if (command.State.Value?.Length > 40) return Refusal.Invalid("record.too_long", "state", ("most", 40));
        var holder = command.HolderId is not { } id ? null
            : await db.Set<Customer>().Where(c => c.Id == id).Select(c => (Guid?)c.PartyId).FirstOrDefaultAsync(ct) ?? await db.Set<Party>().Where(p => p.Id == id).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct);
        if (command.HolderId is not null && holder is null) return Refusal.Invalid("party.not_known", "relatedParty");
        var account = command.IsNew ? null : await db.Set<SideAccount>().SingleOrDefaultAsync(a => a.Id == command.Id && a.Kind == command.Kind, ct);
        if (account is null && !command.IsNew) return Refusal.NotFound("account.not_found");
        if (account is not null && holder is not null && holder != account.HolderPartyId) return Refusal.Conflict("account.holder_fixed");

        var now = clock.GetUtcNow().UtcDateTime;
        if (account is null) db.Add(account = new SideAccount { Id = command.Id, Kind = command.Kind, Name = command.Name.Value ?? "", HolderPartyId = holder, OpenedAt = now });
        (account.Name, account.State, account.ChangedAt) = (command.Name.Or(account.Name)!, command.State.Or(account.State), now);
        db.Audit(caller, clock, command.IsNew ? "account_opened" : "account_changed", "partyAccount", account.Id.ToString(), account.HolderPartyId, details: new { account.Kind });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
