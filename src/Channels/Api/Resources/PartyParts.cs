using System.Linq.Expressions;
using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Resources;

/// <summary>What several resources say of parties.</summary>
internal static class PartyParts
{
    /// <summary>Where a party of a kind is found.</summary>
    public static string PathOf(PartyKind kind) => kind == PartyKind.Person ? "party/v4/individual" : "party/v4/organization";

    /// <summary>A reference to a party in a role.</summary>
    public static Fields<TRow> PartyRef<TRow>(this Fields<TRow> fields, Expression<Func<TRow, Guid?>> id, Expression<Func<TRow, PartyKind?>> kind, Expression<Func<TRow, string?>> name, string role)
    {
        var read = kind.Compile();
        return fields.Id("id", id).Href("href", row => PathOf(read(row)!.Value), id).Text("name", name)
            .Choice("@referredType", kind, (PartyKind.Person, "Individual"), (PartyKind.Organisation, "Organization")).Fixed("role", role);
    }

    /// <summary>The standard's contact medium, of our contacts.</summary>
    public static Fields<TRow> ContactMedium<TRow>(this Fields<TRow> fields, Func<TRow, IReadOnlyList<ListedContact>> contacts) =>
        fields.List("contactMedium", contacts, call => ListedParties.Contacts(call.Db, call.Now), c => c.PartyId, f => f
            .Choice("mediumType", c => (ContactKind?)c.Kind, (ContactKind.Phone, "phone"), (ContactKind.Email, "email"), (ContactKind.Post, "postalAddress"))
            .Boolean("preferred", c => c.Preferred)
            .Object("characteristic", g => g
                .Text("phoneNumber", c => c.Kind == ContactKind.Phone ? c.Value : null, "+8613300000001")
                .Text("emailAddress", c => c.Kind == ContactKind.Email ? c.Value : null)
                .Text("street1", c => c.Kind == ContactKind.Post ? c.Value : null)
                .Kept(Shape.Text, "street2", "city", "stateOrProvince", "postCode", "country", "contactType", "faxNumber", "socialNetworkId"))
            .Object("validFor", g => g.Time("startDateTime", c => c.From).Kept(Shape.Time, "endDateTime")));

    /// <summary>Contacts that a body states, or null where it says nothing of them. Of a kind that reaches nobody here, none.</summary>
    public static IReadOnlyList<(ContactKind, string, bool)>? Contacts(Body body)
    {
        if (!body.Has("contactMedium")) return null;
        var made = new List<(ContactKind, string, bool)>();
        foreach (var medium in body.List("contactMedium"))
        {
            if (medium.Object("characteristic") is not { } at) continue;
            var preferred = medium.Boolean("preferred") ?? false;
            if (at.Text("phoneNumber") is { } phone) made.Add((ContactKind.Phone, PhoneNumber.TryParse(phone, "CN", out var number) ? number.E164 : phone, preferred));
            if (at.Text("emailAddress") is { } email) made.Add((ContactKind.Email, email, preferred));
            string?[] lines = [at.Text("street1"), at.Text("street2"), at.Text("city"), at.Text("stateOrProvince"), at.Text("postCode"), at.Text("country")];
            if (lines.Any(l => l is not null)) made.Add((ContactKind.Post, string.Join('\n', lines.OfType<string>()), preferred));
        }
        return made;
    }

    /// <summary>The party that a body names first under <c>relatedParty</c>; the one in the role of customer or owner goes before others.</summary>
    public static Guid? Related(Body body, string name = "relatedParty")
    {
        var parties = body.List(name);
        return (parties.FirstOrDefault(p => p.Text("role")?.ToLowerInvariant() is "customer" or "owner" or "holder" or "payer") ?? (parties is [var first, ..] ? first : null))?.Id("id");
    }
}
