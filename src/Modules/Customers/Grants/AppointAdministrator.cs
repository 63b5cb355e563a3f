using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Makes a person administrator of an organisation and all below it, after their document was verified.</summary>
public sealed record AppointAdministrator(Guid OrganisationId, Guid PersonId);

public sealed class AppointAdministratorHandler(PortalDbContext db, TimeProvider clock)
{
    // An administrator pays, orders and reads bills; whom a colleague called is not theirs to read.
    const Right Rights = Right.All & ~Right.SeeDetails;

    public async Task<Outcome<Done>> HandleAsync(AppointAdministrator command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(GrantPermissions.Appoint) is { } lacking) return lacking;
        var organisation = await db.Set<Party>().SingleOrDefaultAsync(p => p.Id == command.OrganisationId && p.Kind == PartyKind.Organisation, ct);
        if (organisation is null) return Refusal.NotFound("organisation.not_found");
        if (!await db.Set<Party>().AnyAsync(p => p.Id == command.PersonId && p.Kind == PartyKind.Person, ct)) return Refusal.NotFound("person.not_found");
        if (!await db.Set<IdentityDocument>().AnyAsync(d => d.PartyId == command.PersonId && d.VerifiedAt != null, ct)) return Refusal.Conflict("administrator.not_verified");
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.Set<Grant>().Administrating(organisation.Id, now).AnyAsync(g => g.PersonId == command.PersonId, ct)) return Done.Yes;

        db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = command.PersonId, OrganisationId = organisation.Id, Rights = Rights, Basis = GrantBasis.Administrator, From = now, GivenBy = caller.SubjectId });
        db.Audit(caller, clock, "administrator_appointed", "organization", organisation.Id.ToString("N"), organisation.Id, details: new { person = command.PersonId });
        await db.SaveChangesAsync(ct);
        return Done.Yes;
    }
}

/// <summary>Ends an administrator's post. The last one of an organisation stays until there is another.</summary>
public sealed record DismissAdministrator(Guid OrganisationId, Guid PersonId);

public sealed class DismissAdministratorHandler(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> HandleAsync(DismissAdministrator command, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(GrantPermissions.Appoint) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var organisation = await db.Set<Party>().SingleOrDefaultAsync(p => p.Id == command.OrganisationId && p.Kind == PartyKind.Organisation, ct);
        if (organisation is null) return Refusal.NotFound("organisation.not_found");
        var administrators = await db.Set<Grant>().Administrating(command.OrganisationId, now).ToListAsync(ct);
        var leaving = administrators.Where(g => g.PersonId == command.PersonId).ToArray();
        if (leaving.Length == 0) return Refusal.NotFound("administrator.not_found");
        if (leaving.Length == administrators.Count) return Refusal.Conflict("administrator.last_one");

        foreach (var grant in leaving) grant.To = now;
        // Two who dismiss each other at once meet at the organisation's version, so that one of them stays.
        db.Entry(organisation).State = EntityState.Modified;
        db.Audit(caller, clock, "administrator_dismissed", "organization", command.OrganisationId.ToString("N"), command.OrganisationId, details: new { person = command.PersonId });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Refusal.Conflict("record.changed_meanwhile"); }
        return Done.Yes;
    }
}

internal static class Administrators
{
    public static IQueryable<Grant> Administrating(this IQueryable<Grant> grants, Guid organisation, DateTime now) =>
        grants.Where(g => g.OrganisationId == organisation && g.Basis == GrantBasis.Administrator && g.From <= now && (g.To == null || g.To > now));
}
