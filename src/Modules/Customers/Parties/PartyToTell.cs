using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Whom a notice about a party's account reaches, for work that goes by itself.</summary>
/// <param name="Phone">E.164; null when none is known.</param>
/// <param name="Readers">Whose hall shows it: the person, or who looks after the organisation.</param>
public sealed record PartyToTell(Guid PartyId, string Language, string? Phone, IReadOnlyList<Guid> Readers);

public static class PartiesToTell
{
    const int MostReaders = 10;

    public static async Task<PartyToTell?> FindAsync(PortalDbContext db, Guid party, DateTime now, CancellationToken ct)
    {
        var found = await db.Set<Party>().AsNoTracking().Where(p => p.Id == party).Select(p => new
        {
            p.Kind, p.Language,
            Phone = db.Set<Contact>().Where(c => c.PartyId == p.Id && c.Kind == ContactKind.Phone && c.From <= now && (c.To == null || c.To > now)).OrderByDescending(c => c.Preferred).ThenBy(c => c.Id).Select(c => c.Value).FirstOrDefault(),
        }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var readers = found.Kind == PartyKind.Person ? [party] : await db.Set<Grant>()
            .Where(g => g.OrganisationId == party && g.Basis == GrantBasis.Administrator && g.From <= now && (g.To == null || g.To > now)).OrderBy(g => g.Id).Select(g => g.PersonId).Take(MostReaders).ToListAsync(ct);
        return new PartyToTell(party, found.Language, found.Phone, readers);
    }
}
