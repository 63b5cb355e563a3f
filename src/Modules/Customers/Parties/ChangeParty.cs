using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Changes what is known of a party.</summary>
public sealed record ChangeParty(Guid Id, PartyKind Kind, PartyFacts Facts);

public sealed class ChangePartyHandler(PortalDbContext db, SecretColumns secrets, Texts texts, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(ChangeParty command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteParties) is { } lacking) return lacking;
        var party = await db.Set<Party>().SingleOrDefaultAsync(p => p.Id == command.Id && p.Kind == command.Kind, ct);
        if (party is null) return Refusal.NotFound("party.not_found");
        // A tree is moved as a whole, with the grants on it: not by a change of one attribute.
        if (command.Facts.ParentId is { } above && above != party.ParentId) return Refusal.Conflict("party.parent_fixed");

        if (await new PartyFactsOn(db, secrets, texts, clock.GetUtcNow().UtcDateTime).PutAsync(party, command.Facts, isNew: false, ct) is { } wrong) return wrong;
        db.Audit(caller, clock, "party_changed", party.Kind == PartyKind.Person ? "individual" : "organization", party.Id.ToString(), party.Id);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
