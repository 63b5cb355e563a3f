using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Forgets a party that was never anybody's customer: a mistaken or test record. One that has a history stays.</summary>
public sealed record RemoveParty(Guid Id, PartyKind Kind);

public sealed class RemovePartyHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RemoveParty command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteParties) is { } lacking) return lacking;
        var party = await db.Set<Party>().SingleOrDefaultAsync(p => p.Id == command.Id && p.Kind == command.Kind, ct);
        if (party is null) return Refusal.NotFound("party.not_found");
        var id = party.Id;
        if (await db.Set<Customer>().AnyAsync(c => c.PartyId == id, ct) || await db.Set<Account>().AnyAsync(a => a.HolderPartyId == id, ct)
            || await db.Set<SideAccount>().AnyAsync(a => a.HolderPartyId == id, ct) || await db.Set<Touch>().AnyAsync(t => t.PartyId == id, ct)
            || await db.Set<Grant>().AnyAsync(g => g.PersonId == id || g.OrganisationId == id, ct) || await db.Set<Consent>().AnyAsync(c => c.PartyId == id, ct)
            || await db.Set<Party>().AnyAsync(p => p.ParentId == id, ct))
            return Refusal.Conflict("party.in_use");

        db.RemoveRange(await db.Set<Contact>().Where(c => c.PartyId == id).ToListAsync(ct));
        db.RemoveRange(await db.Set<IdentityDocument>().Where(d => d.PartyId == id).ToListAsync(ct));
        db.Remove(party);
        db.Audit(caller, clock, "party_removed", command.Kind == PartyKind.Person ? "individual" : "organization", id.ToString(), id);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
