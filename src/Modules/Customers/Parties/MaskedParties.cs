using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A party as staff see it: nothing whole.</summary>
/// <param name="Name">Masked; null when unknown.</param>
/// <param name="ExternalId">By which a customer without a name is shown.</param>
public sealed record MaskedParty(Guid Id, PartyKind Kind, string? Name, string? ExternalId, DateTime Since, IReadOnlyList<MaskedDocument> Documents);

/// <summary><see cref="Reveal"/> shows the number whole.</summary>
public sealed record MaskedDocument(Guid Id, string Type, string NumberMasked, DateOnly? ValidUntil, DateTime? VerifiedAt);

/// <summary>For operations of modules to the right that show a customer to staff; they ask for the permission and audit.</summary>
public static class MaskedParties
{
    public static async Task<MaskedParty?> FindAsync(PortalDbContext db, Guid id, CancellationToken ct)
    {
        var party = await db.Set<Party>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        if (party is null) return null;
        var documents = await db.Set<IdentityDocument>().AsNoTracking().Where(d => d.PartyId == id).OrderBy(d => d.CreatedAt)
            .Select(d => new MaskedDocument(d.Id, d.Type, d.NumberMasked, d.ValidUntil, d.VerifiedAt)).ToListAsync(ct);
        var known = party.Source?.ExternalId ?? await db.Set<Customer>().Where(c => c.PartyId == id).OrderBy(c => c.State).ThenBy(c => c.Since).Select(c => c.Number).FirstOrDefaultAsync(ct);
        return new MaskedParty(party.Id, party.Kind, party.Name is null ? null : party.Kind == PartyKind.Person ? Mask.Name(party.Name) : party.Name, known, party.CreatedAt, documents);
    }
}
