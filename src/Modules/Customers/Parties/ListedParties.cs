using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A person or organisation as other systems list it.</summary>
public sealed class ListedParty : IRow
{
    public Guid Id { get; init; }
    public PartyKind Kind { get; init; }
    public string? Name { get; init; }
    public string? FamilyName { get; init; }
    public string? GivenName { get; init; }
    public DateOnly? BirthDate { get; init; }
    public Gender Gender { get; init; }
    public required string Language { get; init; }
    public Guid? ParentId { get; init; }
    public string? ParentName { get; init; }
    public DateTime CreatedAt { get; init; }
    public IReadOnlyList<ListedContact> Contacts { get; set; } = [];
    public IReadOnlyList<ListedDocument> Documents { get; set; } = [];
}

/// <summary>A way to reach a party that is good now.</summary>
public sealed class ListedContact
{
    public Guid PartyId { get; init; }
    public ContactKind Kind { get; init; }
    public required string Value { get; init; }
    public bool Preferred { get; init; }
    public DateTime From { get; init; }
}

/// <summary>A document; its number comes masked, and is found whole by its keyed hash.</summary>
public sealed class ListedDocument
{
    public Guid PartyId { get; init; }
    public required string Type { get; init; }
    public required string NumberMasked { get; init; }
    public required string NumberHash { get; init; }
    public DateOnly? ValidUntil { get; init; }
}

/// <summary>Parties that a caller may see: a person themselves and the organisations they act for; other systems and staff
/// with the permission, all.</summary>
public static class ListedParties
{
    public static IQueryable<ListedParty> Of(PortalDbContext db, Caller caller, DateTime now)
    {
        var seen = Seen(db, caller, CustomersPermissions.ReadParties, now);
        return from party in seen
               join parent in db.Set<Party>() on party.ParentId equals parent.Id into parents
               from parent in parents.DefaultIfEmpty()
               select new ListedParty
               {
                   Id = party.Id, Kind = party.Kind, Name = party.Name, FamilyName = party.FamilyName, GivenName = party.GivenName, BirthDate = party.BirthDate, Gender = party.Gender,
                   Language = party.Language, ParentId = party.ParentId, ParentName = parent!.Name, CreatedAt = party.CreatedAt,
               };
    }

    public static IQueryable<ListedContact> Contacts(PortalDbContext db, DateTime now) => db.Set<Contact>().AsNoTracking().Where(c => c.To == null || c.To > now)
        .Select(c => new ListedContact { PartyId = c.PartyId, Kind = c.Kind, Value = c.Value, Preferred = c.Preferred, From = c.From });

    public static IQueryable<ListedDocument> Documents(PortalDbContext db) => db.Set<IdentityDocument>().AsNoTracking()
        .Select(d => new ListedDocument { PartyId = d.PartyId, Type = d.Type, NumberMasked = d.NumberMasked, NumberHash = d.NumberHash, ValidUntil = d.ValidUntil });

    public static async Task CompleteAsync(PortalDbContext db, IReadOnlyList<ListedParty> rows, DateTime now, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToArray();
        var contacts = (await Contacts(db, now).Where(c => ids.Contains(c.PartyId)).OrderBy(c => c.From).ToListAsync(ct)).ToLookup(c => c.PartyId);
        var documents = (await Documents(db).Where(d => ids.Contains(d.PartyId)).OrderBy(d => d.Type).ToListAsync(ct)).ToLookup(d => d.PartyId);
        foreach (var row in rows) (row.Contacts, row.Documents) = ([.. contacts[row.Id]], [.. documents[row.Id]]);
    }

    /// <summary>The hash by which a document number as typed is found.</summary>
    public static string HashOf(SecretColumns secrets, string number) =>
        secrets.Hash(IdentityDocument.NumberPurpose, number.Normalize(System.Text.NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());

    internal static IQueryable<Party> Seen(PortalDbContext db, Caller caller, string permission, DateTime now)
    {
        var parties = db.Set<Party>().AsNoTracking();
        if (caller.Can(permission)) return parties;
        var self = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        return parties.Where(p => p.Id == self || (p.Path != "" && db.Set<Grant>().Any(g => g.PersonId == self && g.From <= now && (g.To == null || g.To > now)
            && db.Set<Party>().Any(top => top.Id == g.OrganisationId && top.Path != "" && p.Path.StartsWith(top.Path)))));
    }
}
