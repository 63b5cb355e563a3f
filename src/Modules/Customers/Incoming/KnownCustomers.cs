using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>What is stored, or about to be, of the customers that a batch speaks of: a handful of queries a batch.</summary>
internal sealed class KnownCustomers
{
    internal sealed record Pair(Party Party, Customer Customer);

    readonly Dictionary<string, Pair> byId = new(StringComparer.Ordinal);
    readonly HashSet<string> numbers = new(StringComparer.Ordinal);
    readonly HashSet<(Guid Party, string Type, string Hash)> documents = [];
    readonly HashSet<(Guid Organisation, Guid Person)> administrators = [];
    readonly List<Contact> contacts = [];

    public static async Task<KnownCustomers> LoadAsync(PortalDbContext db, IReadOnlyList<IncomingCustomer> batch, CancellationToken ct)
    {
        var known = new KnownCustomers();
        var system = batch[0].Source.System;
        var ids = batch.Select(i => i.Source.ExternalId).Concat(batch.Select(i => i.Parent).OfType<string>()).Concat(batch.Select(i => i.Administrator).OfType<string>()).Distinct().ToArray();
        var pairs = await (from customer in db.Set<Customer>()
                           where customer.Source!.System == system && ids.Contains(customer.Source.ExternalId)
                           join party in db.Set<Party>() on customer.PartyId equals party.Id
                           select new { party, customer }).ToListAsync(ct);
        foreach (var pair in pairs) known.byId[pair.customer.Source!.ExternalId] = new Pair(pair.party, pair.customer);
        var wanted = batch.Select(i => i.Number ?? i.Source.ExternalId).Distinct().ToArray();
        known.numbers.UnionWith(await db.Set<Customer>().Where(c => wanted.Contains(c.Number)).Select(c => c.Number).ToListAsync(ct));

        var parties = pairs.Select(p => p.party.Id).ToArray();
        if (parties.Length == 0) return known;
        foreach (var one in await db.Set<IdentityDocument>().Where(d => parties.Contains(d.PartyId)).Select(d => new { d.PartyId, d.Type, d.NumberHash }).ToListAsync(ct))
            known.documents.Add((one.PartyId, one.Type, one.NumberHash));
        foreach (var one in await db.Set<Grant>().Where(g => g.OrganisationId != null && parties.Contains(g.OrganisationId.Value) && g.Basis == GrantBasis.Administrator && g.To == null).Select(g => new { g.OrganisationId, g.PersonId }).ToListAsync(ct))
            known.administrators.Add((one.OrganisationId!.Value, one.PersonId));
        known.contacts.AddRange(await db.Set<Contact>().Where(c => parties.Contains(c.PartyId) && c.To == null).ToListAsync(ct));
        return known;
    }

    public Pair? Find(string externalId) => byId.GetValueOrDefault(externalId);

    public bool NumberTaken(string number) => numbers.Contains(number);

    public void Add(Party party, Customer customer)
    {
        byId[customer.Source!.ExternalId] = new Pair(party, customer);
        numbers.Add(customer.Number);
    }

    public bool NewDocument(Guid party, string type, string hash) => documents.Add((party, type, hash));

    /// <summary>A contact of its kind that differs ends the one before; a file that says nothing ends none.</summary>
    public void Reach(PortalDbContext db, Guid party, ContactKind kind, string? value, DateTime now)
    {
        if (value is null) return;
        var current = contacts.Find(c => c.PartyId == party && c.Kind == kind && c.To is null);
        if (current?.Value == value) return;
        current?.To = now;
        var contact = new Contact { Id = Guid.CreateVersion7(), PartyId = party, Kind = kind, Value = value, ValueKey = SearchKey.Of(value), Preferred = kind == ContactKind.Phone, From = now };
        contacts.Add(contact);
        db.Add(contact);
    }

    public void Administer(PortalDbContext db, Guid organisation, Guid person, DateTime now)
    {
        if (!administrators.Add((organisation, person))) return;
        db.Add(new Grant { Id = Guid.CreateVersion7(), PersonId = person, OrganisationId = organisation, Basis = GrantBasis.Administrator, Rights = Right.All & ~Right.SeeDetails, From = now });
    }
}
