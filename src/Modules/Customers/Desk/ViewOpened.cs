using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>Who a customer is, as a desk that has opened them sees it: nothing whole.</summary>
/// <param name="Born">The year alone.</param>
public sealed record OpenedCustomer(Guid PartyId, PartyKind Kind, string? Name, string? ExternalId, int? Born, string Language, string? Number, CustomerClass Class, string? Brand, int Tier, string? Area,
    bool Closed, DateTime Since, IReadOnlyList<MaskedDocument> Documents, IReadOnlyList<ContactView> Contacts, DateTime Until)
{
    /// <summary>Not of age where the operator is: a guardian acts.</summary>
    public bool IsMinor { get; init; }
}

/// <summary>Somebody who may act for the customer.</summary>
/// <param name="On">Account number; null for a line or the whole organisation.</param>
public sealed record ActsFor(string? Who, GrantBasis Basis, Right Rights, string? On, DateTime From, DateTime? Until);

public sealed record OpenedView(OpenedCustomer Customer, IReadOnlyList<ActsFor> Acting, IReadOnlyList<TouchView> Touches);

/// <summary>The customer that the caller's desk has opened, in three statements; one that is not open is not found.</summary>
public sealed class ViewOpened(PortalDbContext db, Texts texts, TimeProvider clock)
{
    const int MostActing = 12, MostTouches = 8, Majority = 18;

    /// <summary>Whether a party may be opened, for the page that asks why: their masked name, or not found.</summary>
    public async Task<Outcome<MaskedParty>> PreviewAsync(Guid party, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.View) is { } lacking) return lacking;
        if (await Opened.Within(db, db.Set<Party>().Where(p => p.Id == party).Select(p => p.Id), caller, CustomersPermissions.View).AnyAsync(ct)
            && await MaskedParties.FindAsync(db, party, ct) is { } found) return found with { Documents = [] };
        db.Audit(caller, clock, "customer_open_refused", "party", party.ToString(), details: new { Code = "customer.unknown" });
        await db.SaveChangesAsync(ct);
        return Refusal.NotFound("customer.unknown");
    }

    /// <returns>Refused with <c>customer.not_open</c> where a reason has yet to be given.</returns>
    public async Task<Outcome<OpenedView>> HandleAsync(Guid party, Caller caller, CancellationToken ct)
    {
        if (caller.Lacks(CustomersPermissions.View) is { } lacking) return lacking;
        var now = clock.GetUtcNow().UtcDateTime;
        var open = Opened.Parties(db, caller with { ActingFor = party }, now);
        var found = await (from one in db.Set<Party>().Where(p => open.Contains(p.Id))
                           select new
                           {
                               one.Id, one.Kind, one.Name, one.Source, one.BirthDate, one.Language, one.CreatedAt,
                               Customers = db.Set<Customer>().Where(c => c.PartyId == one.Id).Select(c => new { c.Number, c.Class, c.Brand, c.Tier, c.Area, c.State, c.Since }).ToList(),
                               Documents = db.Set<IdentityDocument>().Where(d => d.PartyId == one.Id).Select(d => new { d.Id, d.Type, d.NumberMasked, d.ValidUntil, d.VerifiedAt }).ToList(),
                               Contacts = db.Set<Contact>().Where(c => c.PartyId == one.Id && c.From <= now && (c.To == null || c.To > now)).Select(c => new { c.Id, c.Kind, c.Value, c.Preferred, c.VerifiedAt }).ToList(),
                               Until = db.Set<Opening>().Where(o => o.PartyId == one.Id && o.SessionId == caller.SessionId).Max(o => o.Until),
                           }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound("customer.not_open");

        var customer = found.Customers.OrderBy(c => c.State).ThenBy(c => c.Since).FirstOrDefault();
        var acting = await ActingAsync(party, now, ct);
        var touches = await db.Set<Touch>().AsNoTracking().Where(t => t.PartyId == party).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(MostTouches).ToListAsync(ct);
        var today = texts.DayOf(now);
        return new OpenedView(
            new OpenedCustomer(found.Id, found.Kind, found.Name is null ? null : found.Kind == PartyKind.Person ? Mask.Name(found.Name) : found.Name, found.Source?.ExternalId ?? customer?.Number, found.BirthDate?.Year, found.Language,
                customer?.Number, customer?.Class ?? CustomerClass.Ordinary, customer?.Brand, customer?.Tier ?? 0, customer?.Area, customer?.State == CustomerState.Closed, customer?.Since ?? found.CreatedAt,
                [.. found.Documents.OrderBy(d => d.Id).Select(d => new MaskedDocument(d.Id, d.Type, d.NumberMasked, d.ValidUntil, d.VerifiedAt))],
                [.. found.Contacts.OrderByDescending(c => c.Preferred).ThenBy(c => c.Kind).ThenBy(c => c.Id).Select(c => new ContactView(c.Id, c.Kind, MaskedContacts.Of(c.Kind, c.Value), c.Preferred, c.VerifiedAt is not null))], found.Until)
            { IsMinor = found.BirthDate is { } born && born.AddYears(Majority) > today },
            acting, [.. touches.Select(TouchView.Of)]);
    }

    // Everybody but the holder: those who pay, use, guard, administer or were given a part.
    async Task<IReadOnlyList<ActsFor>> ActingAsync(Guid party, DateTime now, CancellationToken ct)
    {
        var rows = await (from grant in db.Set<Grant>().AsNoTracking().Where(g => g.PersonId != party && (g.To == null || g.To > now))
                          join person in db.Set<Party>() on grant.PersonId equals person.Id
                          join account in db.Set<Account>() on grant.AccountId equals account.Id into accounts
                          from account in accounts.DefaultIfEmpty()
                          where grant.OrganisationId == party || account.HolderPartyId == party
                          orderby grant.From, grant.Id
                          select new { person.Name, grant.Basis, grant.Rights, account.Number, grant.From, grant.To }).Take(MostActing).ToListAsync(ct);
        return [.. rows.Select(r => new ActsFor(r.Name is null ? null : Mask.Name(r.Name), r.Basis, r.Rights, r.Number, r.From, r.To))];
    }
}
