using System.Text.Json;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A customer as another system has it. What is null is not known, and stays so.</summary>
/// <param name="Number">By default the id at its source.</param>
/// <param name="Parent">Id at the source of the organisation above; it must have come before.</param>
/// <param name="Administrator">Id at the source of the person who acts for an organisation.</param>
/// <param name="Attributes">Facts that are only shown or segmented by.</param>
/// <param name="Area">The part of the country that looks after them, the larger first; what was known stays when null.</param>
public sealed record IncomingCustomer(RecordSource Source, PartyKind Kind, CustomerClass Class, string? Name = null, string? Number = null, DateOnly? BirthDate = null,
    Gender Gender = Gender.Unknown, string? Language = null, string? Brand = null, int Tier = 0, DateTime? Since = null, string? Parent = null, string? Administrator = null,
    string? DocumentType = null, string? DocumentNumber = null, string? Phone = null, string? Email = null, string? Address = null, IReadOnlyDictionary<string, string>? Attributes = null, string? Area = null);

/// <summary>Takes customers over from another system. Prepares only: <b>the caller saves</b>, many batches of many
/// kinds in one unit of work.</summary>
public sealed class AcceptCustomers(PortalDbContext db, SecretColumns secrets, Texts texts, TimeProvider clock)
{
    public async Task<IReadOnlyList<Accepted>> HandleAsync(IReadOnlyList<IncomingCustomer> batch, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var known = await KnownCustomers.LoadAsync(db, batch, ct);
        var outcomes = new List<Accepted>(batch.Count);
        foreach (var incoming in batch) outcomes.Add(Accept(incoming, known, now));
        return outcomes;
    }

    Accepted Accept(IncomingCustomer incoming, KnownCustomers known, DateTime now)
    {
        var stored = known.Find(incoming.Source.ExternalId);
        if (stored is not null && !incoming.Source.IsNewerThan(stored.Customer.Source)) return Accepted.Unchanged;
        if (stored is not null && stored.Party.Kind != incoming.Kind) return Refusal.Conflict("record.cannot_change", ("field", "kind"));
        if (stored is null && known.NumberTaken(incoming.Number ?? incoming.Source.ExternalId)) return Refusal.Conflict("customer.number_taken") with { Field = "number" };
        if ((incoming.Number ?? incoming.Source.ExternalId).Length > 60) return Refusal.Invalid("record.too_long", "number", ("most", 60));
        if (incoming.Attributes is { Count: > 0 } && JsonSerializer.Serialize(incoming.Attributes, Json.Plain).Length > 4000) return Refusal.Invalid("record.too_long", "attributes", ("most", 4000));
        string? area = null;
        if (incoming.Area is { } told && (area = Areas.Read(told)) is null) return Refusal.Invalid("customer.area", "area", ("most", Areas.Longest));
        if (incoming.Tier is < 0 or > 7) return Refusal.Invalid("customer.tier", "tier");
        if (incoming.Email is { } email && !(email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < email.Length - 1)) return Refusal.Invalid("contact.email", "email");
        var parent = incoming.Parent is null ? null : known.Find(incoming.Parent)?.Party;
        if (incoming.Parent is not null && (parent is null || incoming.Kind != PartyKind.Organisation || parent.Kind != PartyKind.Organisation)) return Refusal.Invalid("customer.parent_unknown", "parent");
        if (parent?.Path.Length > 900) return Refusal.Invalid("customer.parent_too_deep", "parent");
        var administrator = incoming.Administrator is null ? null : known.Find(incoming.Administrator)?.Party;
        if (incoming.Administrator is not null && administrator is not { Kind: PartyKind.Person }) return Refusal.Invalid("customer.administrator_unknown", "administrator");
        DocumentNumber? document = null;
        if (incoming.DocumentNumber is { } number)
        {
            var type = incoming.DocumentType ?? (incoming.Kind == PartyKind.Person ? "cn-resident-id" : "cn-uscc");
            if (DocumentRules.Check(type, number, texts.DayOf(now)).IsRefused(out var why, out document)) return why;
        }

        var (party, customer) = stored is null ? Begin(incoming, parent, known, now) : (stored.Party, stored.Customer);
        party.Name = incoming.Name;
        party.NameKey = SearchKey.Of(incoming.Name);
        party.BirthDate = incoming.BirthDate ?? document?.Birth;
        party.Gender = incoming.Gender != Gender.Unknown ? incoming.Gender : document?.Gender ?? Gender.Unknown;
        if (incoming.Language is { } language) party.Language = language;
        party.Attributes = incoming.Attributes is null ? [] : new(incoming.Attributes, StringComparer.Ordinal);
        (customer.Class, customer.Brand, customer.Tier, customer.Source) = (incoming.Class, incoming.Brand, incoming.Tier, incoming.Source);
        if (area is not null) customer.Area = area;
        if (document is not null && known.NewDocument(party.Id, document.Type, secrets.Hash(IdentityDocument.NumberPurpose, document.Number)))
            db.Add(IdentityDocuments.Make(secrets, party.Id, document, null, now));
        known.Reach(db, party.Id, ContactKind.Phone, incoming.Phone, now);
        known.Reach(db, party.Id, ContactKind.Email, incoming.Email, now);
        known.Reach(db, party.Id, ContactKind.Post, incoming.Address, now);
        if (administrator is not null) known.Administer(db, party.Id, administrator.Id, now);
        return stored is null ? Accepted.Added : Accepted.Updated;
    }

    (Party, Customer) Begin(IncomingCustomer incoming, Party? parent, KnownCustomers known, DateTime now)
    {
        var id = Guid.CreateVersion7();
        var party = new Party
        {
            Id = id,
            Kind = incoming.Kind,
            ParentId = parent?.Id,
            Path = incoming.Kind == PartyKind.Organisation ? parent?.Path + id.ToString("N") + "/" : "",
            CreatedAt = now,
        };
        var customer = new Customer
        {
            Id = Guid.CreateVersion7(),
            PartyId = id,
            Number = incoming.Number ?? incoming.Source.ExternalId,
            Since = incoming.Since ?? now,
            Source = incoming.Source,
        };
        db.Add(party);
        db.Add(customer);
        known.Add(party, customer);
        return (party, customer);
    }
}
