using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Takes up a person or organisation that another system or a member of staff tells of.</summary>
/// <param name="Id">Chosen by the door, so that what it keeps beside the party is saved with it.</param>
public sealed record RegisterParty(Guid Id, PartyKind Kind, PartyFacts Facts);

public sealed class RegisterPartyHandler(PortalDbContext db, SecretColumns secrets, Texts texts, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(RegisterParty command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.WriteParties) is { } lacking) return lacking;
        var parent = command.Facts.ParentId is { } above ? await db.Set<Party>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == above && p.Kind == PartyKind.Organisation, ct) : null;
        if (command.Facts.ParentId is not null && (parent is null || command.Kind != PartyKind.Organisation)) return Refusal.Invalid("customer.parent_unknown", "organizationParentRelationship");
        if (parent?.Path.Length > 900) return Refusal.Invalid("customer.parent_too_deep", "organizationParentRelationship");

        var now = clock.GetUtcNow().UtcDateTime;
        var party = new Party
        {
            Id = command.Id, Kind = command.Kind, ParentId = parent?.Id, CreatedAt = now,
            Path = command.Kind == PartyKind.Organisation ? parent?.Path + command.Id.ToString("N") + "/" : "",
        };
        if (await new PartyFactsOn(db, secrets, texts, now).PutAsync(party, command.Facts, isNew: true, ct) is { } wrong) return wrong;

        db.Add(party);
        db.Audit(caller, clock, "party_registered", party.Kind == PartyKind.Person ? "individual" : "organization", party.Id.ToString(), party.Id);
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}
