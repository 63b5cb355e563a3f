using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF632: persons and organisations.</summary>
internal static class Party
{
    static readonly OpenApi Api = new("TMF632", "Party", "party/v4", "party");

    public static IEnumerable<Resource> All => [Individual, Organization];

    static readonly Resource Individual = new Resource<ListedParty>(Api, "individual", f => Identification(f
        .Text("givenName", p => p.GivenName ?? "", "三").Text("familyName", p => p.FamilyName ?? "", "张")
        .Text("fullName", p => p.Name, "张三")
        .Day("birthDate", p => p.BirthDate)
        .Choice("gender", p => p.Gender == Gender.Unknown ? null : (Gender?)p.Gender, (Gender.Female, "female"), (Gender.Male, "male"), (Gender.Other, "other"))
        .Single("languageAbility", l => l.Text("languageCode", p => p.Language, "zh-CN").Boolean("isFavouriteLanguage", p => p.Language != "" ? true : null).Kept(Shape.Text, "languageName"))
        .ContactMedium(p => p.Contacts), "individualIdentification")
        .Fixed("@type", "Individual")
        .Kept(Shape.Text, "aristocraticTitle", "countryOfBirth", "familyNamePrefix", "formattedName", "generation", "legalName", "location", "maritalStatus", "middleName", "nationality", "placeOfBirth",
            "preferredGivenName", "title", "status", "@baseType", "@schemaLocation")
        .Kept(Shape.Time, "deathDate")
        .Kept(Shape.List, "creditRating", "disability", "externalReference", "otherName", "partyCharacteristic", "relatedParty", "skill", "taxExemptionCertificate")
        .Required("givenName", "familyName"))
    {
        Rows = call => ListedParties.Of(call.Db, call.Caller, call.Now).Where(p => p.Kind == PartyKind.Person),
        Whose = p => p.Id,
        Complete = (call, rows, ct) => ListedParties.CompleteAsync(call.Db, rows, call.Now, ct),
        Create = (call, id, body, ct) => call.Get<RegisterPartyHandler>().HandleAsync(new(id, PartyKind.Person, PersonFacts(body)), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<ChangePartyHandler>().HandleAsync(new(id, PartyKind.Person, PersonFacts(body)), call.Caller, ct),
        Remove = (call, id, ct) => call.Get<RemovePartyHandler>().HandleAsync(new(id, PartyKind.Person), call.Caller, ct),
    };

    static readonly Resource Organization = new Resource<ListedParty>(Api, "organization", f => Identification(f
        .Text("tradingName", p => p.Name ?? "", "金陵软件有限公司")
        .Object("organizationParentRelationship", g => g
            .Text("relationshipType", p => p.ParentId == null ? null : "parent")
            .Ref("organization", "party/v4/organization", p => p.ParentId, p => p.ParentName, "Organization"))
        .ContactMedium(p => p.Contacts), "organizationIdentification")
        .Fixed("@type", "Organization")
        .Kept(Shape.Boolean, "isHeadOffice", "isLegalEntity")
        .Kept(Shape.Text, "name", "nameType", "organizationType", "status", "@baseType", "@schemaLocation")
        .Kept(Shape.Object, "existsDuring")
        .Kept(Shape.List, "creditRating", "externalReference", "organizationChildRelationship", "otherName", "partyCharacteristic", "relatedParty", "taxExemptionCertificate")
        .Required("tradingName"))
    {
        Rows = call => ListedParties.Of(call.Db, call.Caller, call.Now).Where(p => p.Kind == PartyKind.Organisation),
        Whose = p => p.Id,
        Complete = (call, rows, ct) => ListedParties.CompleteAsync(call.Db, rows, call.Now, ct),
        Create = (call, id, body, ct) => call.Get<RegisterPartyHandler>().HandleAsync(new(id, PartyKind.Organisation, OrganisationFacts(body)), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<ChangePartyHandler>().HandleAsync(new(id, PartyKind.Organisation, OrganisationFacts(body)), call.Caller, ct),
        Remove = (call, id, ct) => call.Get<RemovePartyHandler>().HandleAsync(new(id, PartyKind.Organisation), call.Caller, ct),
    };

    // The number is written masked; who knows it whole finds by it.
    static Fields<ListedParty> Identification(Fields<ListedParty> fields, string name) =>
        fields.List(name, p => p.Documents, call => ListedParties.Documents(call.Db), d => d.PartyId, f => f
            .Text("identificationType", d => d.Type, "cn-resident-id")
            .Text("identificationId", d => d.NumberMasked, (call, asked) =>
            {
                var hash = ListedParties.HashOf(call.Get<SecretColumns>(), asked);
                return d => d.NumberMasked == asked || d.NumberHash == hash;
            })
            .Object("validFor", g => g.Day("endDateTime", d => d.ValidUntil).Kept(Shape.Time, "startDateTime"))
            .Kept(Shape.Text, "issuingAuthority").Kept(Shape.Time, "issuingDate"));

    static PartyFacts PersonFacts(Body body) => new()
    {
        Name = body.GivenText("fullName"), GivenName = body.GivenText("givenName"), FamilyName = body.GivenText("familyName"),
        BirthDate = body.Has("birthDate") ? new(body.Day("birthDate")) : Given<DateOnly?>.Not,
        Gender = body.Has("gender") ? new(body.Text("gender")?.ToLowerInvariant() switch { null => Gender.Unknown, "female" or "f" or "女" => Gender.Female, "male" or "m" or "男" => Gender.Male, _ => Gender.Other }) : Given<Gender>.Not,
        Language = (body.List("languageAbility").FirstOrDefault(l => l.Boolean("isFavouriteLanguage") == true) ?? (body.List("languageAbility") is [var first, ..] ? first : null))?.Text("languageCode"),
        Contacts = PartyParts.Contacts(body),
        Documents = Documents(body, "individualIdentification"),
    };

    static PartyFacts OrganisationFacts(Body body) => new()
    {
        Name = body.GivenText("tradingName"),
        Contacts = PartyParts.Contacts(body),
        Documents = Documents(body, "organizationIdentification"),
        ParentId = body.Object("organizationParentRelationship")?.Object("organization")?.Id("id"),
    };

    // A number that comes back masked, as we wrote it, is nothing new.
    static IReadOnlyList<(string, string, DateOnly?)> Documents(Body body, string name) =>
        [.. body.List(name).Where(d => d.Text("identificationId") is { } number && !number.Contains('*', StringComparison.Ordinal))
            .Select(d => (d.Text("identificationType") ?? "other", d.Text("identificationId")!, d.Object("validFor")?.Day("endDateTime")))];
}
