using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What another system says of a party; what it does not say stays.</summary>
public sealed record PartyFacts
{
    /// <summary>Whole; without one it is made of its parts.</summary>
    public Given<string> Name { get; init; } = Given<string>.Not;
    public Given<string> FamilyName { get; init; } = Given<string>.Not;
    public Given<string> GivenName { get; init; } = Given<string>.Not;
    public Given<DateOnly?> BirthDate { get; init; } = Given<DateOnly?>.Not;
    public Given<Gender> Gender { get; init; } = Given<Gender>.Not;
    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }
    /// <summary>In place of all contacts; null leaves them.</summary>
    public IReadOnlyList<(ContactKind Kind, string Value, bool Preferred)>? Contacts { get; init; }
    /// <summary>To be added to those there are.</summary>
    public IReadOnlyList<(string Type, string Number, DateOnly? ValidUntil)> Documents { get; init; } = [];
    /// <summary>The organisation above; on registration alone.</summary>
    public Guid? ParentId { get; init; }
}

/// <summary>Puts what was said on a party, in the unit of work.</summary>
internal sealed class PartyFactsOn(PortalDbContext db, SecretColumns secrets, Texts texts, DateTime now)
{
    public async Task<Refusal?> PutAsync(Party party, PartyFacts facts, bool isNew, CancellationToken ct)
    {
        if (facts.Language is { Length: > 20 }) return Refusal.Invalid("party.language", "languageAbility");
        if (facts.BirthDate is { IsGiven: true, Value: { } born } && born > texts.DayOf(now)) return Refusal.Invalid("party.born_later", "birthDate");
        foreach (var given in new[] { facts.Name, facts.FamilyName, facts.GivenName })
            if (given.Value?.Length > 200) return Refusal.Invalid("record.too_long", "name", ("most", 200));
        Rename(party, facts);
        party.BirthDate = facts.BirthDate.Or(party.BirthDate);
        party.Gender = facts.Gender.Or(party.Gender);
        party.Language = facts.Language ?? party.Language;
        if (facts.Contacts is { } contacts && await ReachAsync(party, contacts, isNew, ct) is { } unreachable) return unreachable;
        foreach (var (type, number, until) in facts.Documents)
            if (await IdentifyAsync(party, type, number, until, isNew, ct) is { } wrong) return wrong;
        return null;
    }

    static void Rename(Party party, PartyFacts facts)
    {
        if (!facts.Name.IsGiven && !facts.FamilyName.IsGiven && !facts.GivenName.IsGiven) return;
        var (family, given) = (facts.FamilyName.Or(party.FamilyName), facts.GivenName.Or(party.GivenName));
        var partsGiven = facts.FamilyName.IsGiven || facts.GivenName.IsGiven;
        var whole = facts.Name is { IsGiven: true, Value: { } name } ? name : partsGiven ? PersonNames.Whole(family, given) : null;
        party.Name = whole is { Length: > 200 } ? whole[..200] : whole;
        if (partsGiven) (party.FamilyName, party.GivenName) = (family, given);
        party.NameKey = SearchKey.Of(party.Name);
    }

    async Task<Refusal?> ReachAsync(Party party, IReadOnlyList<(ContactKind Kind, string Value, bool Preferred)> contacts, bool isNew, CancellationToken ct)
    {
        if (contacts.Count > 50) return Refusal.Invalid("contact.too_many", "contactMedium", ("most", 50));
        if (contacts.Any(c => c.Value.Length > 400)) return Refusal.Invalid("record.too_long", "contactMedium", ("most", 400));
        var before = isNew ? [] : await db.Set<Contact>().Where(c => c.PartyId == party.Id && (c.To == null || c.To > now)).ToListAsync(ct);
        if (!isNew) db.Entry(party).Property(p => p.Version).IsModified = true; // a new way to reach somebody is a change of theirs
        foreach (var old in before.Where(o => !contacts.Any(c => c.Kind == o.Kind && c.Value == o.Value))) old.To = now;
        foreach (var (kind, value, preferred) in contacts.DistinctBy(c => (c.Kind, c.Value)))
            if (before.Find(o => o.Kind == kind && o.Value == value) is { } same) same.Preferred = preferred;
            else db.Add(new Contact { Id = Guid.CreateVersion7(), PartyId = party.Id, Kind = kind, Value = value, ValueKey = SearchKey.Of(value), Preferred = preferred, From = now });
        return null;
    }

    // A kind of document that no rule knows is kept as it is named, its number as closed as any.
    async Task<Refusal?> IdentifyAsync(Party party, string type, string number, DateOnly? until, bool isNew, CancellationToken ct)
    {
        if (type.Length > 40 || number.Length > 100) return Refusal.Invalid("record.too_long", "identificationId", ("most", 100));
        var read = new DocumentNumber(type, number.Normalize(System.Text.NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
        if (DocumentRules.Types.Contains(type))
        {
            if (DocumentRules.Check(type, number, texts.DayOf(now)).IsRefused(out var why, out var known)) return why;
            read = known;
        }
        var hash = secrets.Hash(IdentityDocument.NumberPurpose, read.Number);
        if (!isNew && await db.Set<IdentityDocument>().AnyAsync(d => d.PartyId == party.Id && d.Type == type && d.NumberHash == hash, ct)) return null;
        if (db.Set<IdentityDocument>().Local.Any(d => d.PartyId == party.Id && d.Type == type && d.NumberHash == hash)) return null;
        db.Add(IdentityDocuments.Make(secrets, party.Id, read, until, now));
        return null;
    }
}
