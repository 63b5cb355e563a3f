using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

public sealed record ContactView(Guid Id, ContactKind Kind, string Masked, bool Preferred, bool Verified);

public sealed record DocumentView(string Type, string NumberMasked, DateOnly? ValidUntil, bool Verified);

public sealed record AccountView(string Number, string? Name, PaymentMode Mode, GrantBasis Basis);

/// <summary>What we hold about a person, personal data masked. <paramref name="ExternalId"/> names one whose name is not known;
/// <paramref name="Attributes"/> are what the operator's own systems wrote down of them, and so theirs to read.</summary>
public sealed record ProfileView(string? Name, string? ExternalId, string? CustomerNumber, CustomerClass Class, int Tier, DateTime? Since, string Language,
    IReadOnlyList<ContactView> Contacts, IReadOnlyList<DocumentView> Documents, IReadOnlyList<AccountView> Accounts, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A person's own profile.</summary>
public sealed class ViewProfile(PortalDbContext db, TimeProvider clock)
{
    public async Task<Outcome<ProfileView>> HandleAsync(Caller caller, CancellationToken ct)
    {
        if (!caller.IsPerson) return Refusal.NotFound("profile.not_found");
        var now = clock.GetUtcNow().UtcDateTime;
        var found = await (from party in db.Set<Party>().AsNoTracking().Where(p => p.Id == caller.SubjectId)
                           from customer in db.Set<Customer>().Where(c => c.PartyId == party.Id && c.State == CustomerState.Active).OrderBy(c => c.Since).Take(1).DefaultIfEmpty()
                           select new
                           {
                               party.Name, party.Language, party.Attributes, ExternalId = party.Source == null ? null : party.Source.ExternalId,
                               customer.Number, Class = (CustomerClass?)customer.Class, Tier = (int?)customer.Tier, Since = (DateTime?)customer.Since,
                               Documents = db.Set<IdentityDocument>().Where(d => d.PartyId == party.Id).OrderBy(d => d.CreatedAt).Select(d => new DocumentView(d.Type, d.NumberMasked, d.ValidUntil, d.VerifiedAt != null)).ToList(),
                           }).FirstOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound("profile.not_found");
        var contacts = await db.Set<Contact>().AsNoTracking().Where(c => c.PartyId == caller.SubjectId && (c.To == null || c.To > now))
            .OrderBy(c => c.Kind).ThenByDescending(c => c.Preferred).ThenBy(c => c.From).ToListAsync(ct);
        var accounts = await (from grant in db.Set<Grant>().Where(g => g.PersonId == caller.SubjectId && g.AccountId != null && g.From <= now && (g.To == null || g.To > now))
                              join account in db.Set<Account>() on grant.AccountId equals account.Id
                              orderby account.Number
                              select new AccountView(account.Number, account.Name, account.Mode, grant.Basis)).ToListAsync(ct);
        return new ProfileView(found.Name is null ? null : Mask.Name(found.Name), found.ExternalId, found.Number, found.Class ?? CustomerClass.Ordinary, found.Tier ?? 0, found.Since, found.Language,
            [.. contacts.Select(c => new ContactView(c.Id, c.Kind, MaskedContacts.Of(c.Kind, c.Value), c.Preferred, c.VerifiedAt is not null))], found.Documents, accounts, found.Attributes);
    }
}
