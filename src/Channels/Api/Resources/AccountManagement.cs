using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF666: accounts that bills go to, accounts beside them, and how bills are made and sent.</summary>
internal static class AccountManagement
{
    internal static readonly OpenApi Api = new("TMF666", "Account Management", "accountManagement/v4", "account");

    public static IEnumerable<Resource> All =>
    [
        BillingAccount.Resource, Side("partyAccount", SideAccountKind.Party), Side("settlementAccount", SideAccountKind.Settlement), Financial,
        Term("billFormat", BillingTermKind.Format, f => f), Term("billPresentationMedia", BillingTermKind.Medium, f => f),
        Term("billingCycleSpecification", BillingTermKind.Cycle, f => f.Whole("billingDateShift", t => t.CycleDay)
            .Kept(Shape.Text, "billingPeriod", "frequency").Kept(Shape.Whole, "chargeDateOffset", "creditDateOffset", "mailingDateOffset", "paymentDueDateOffset").Kept(Shape.Object, "validFor")),
    ];

    static readonly Resource Financial = new Resource<ListedSideAccount>(Api, "financialAccount", f => SideFields(f).Fixed("@type", "FinancialAccount")
        .Kept(Shape.Object, "creditLimit").Kept(Shape.List, "accountBalance", "accountRelationship", "contact", "taxExemption"))
    {
        Rows = call => ListedSideAccounts.Of(call.Db, SideAccountKind.Financial, call.Caller, call.Now),
        Whose = a => a.HolderPartyId,
        Create = (call, id, body, ct) => SaveAsync(call, SideAccountKind.Financial, id, true, body, ct),
        Change = (call, id, body, ct) => SaveAsync(call, SideAccountKind.Financial, id, false, body, ct),
    };

    static Resource<ListedSideAccount> Side(string noun, SideAccountKind kind) => new(Api, noun, f => SideFields(f).Fixed("@type", char.ToUpperInvariant(noun[0]) + noun[1..])
        .Kept(Shape.Text, "paymentStatus").Kept(Shape.Object, "billStructure", "creditLimit", "defaultPaymentMethod", "financialAccount")
        .Kept(Shape.List, "accountBalance", "accountRelationship", "contact", "paymentPlan", "taxExemption")
        .Required("relatedParty", "relatedParty.id", "relatedParty.@referredType", "relatedParty.name"))
    {
        Rows = call => ListedSideAccounts.Of(call.Db, kind, call.Caller, call.Now),
        Whose = a => a.HolderPartyId,
        Create = (call, id, body, ct) => SaveAsync(call, kind, id, true, body, ct),
        Change = (call, id, body, ct) => SaveAsync(call, kind, id, false, body, ct),
    };

    static Fields<ListedSideAccount> SideFields(Fields<ListedSideAccount> fields) => fields
        .Text("name", a => a.Name)
        .Text("state", a => a.State)
        .Time("lastModified", a => a.ChangedAt)
        .Single("relatedParty", g => g
            .Id("id", a => a.HolderPartyId).Href("href", a => PartyParts.PathOf(a.HolderKind!.Value), a => a.HolderPartyId).Text("name", a => a.HolderName)
            .Choice("@referredType", a => a.HolderKind, (PartyKind.Person, "Individual"), (PartyKind.Organisation, "Organization")).Fixed("role", "owner"))
        .Kept(Shape.Text, "accountType", "description", "@baseType", "@schemaLocation")
        .Required("name");

    static Task<Outcome<Done>> SaveAsync(Call call, SideAccountKind kind, Guid id, bool isNew, Body body, CancellationToken ct) =>
        call.Get<SaveSideAccountHandler>().HandleAsync(new(id, kind, isNew, body.GivenText("name"), body.GivenText("state"), PartyParts.Related(body)), call.Caller, ct);

    static Resource<ListedBillingTerm> Term(string noun, BillingTermKind kind, Func<Fields<ListedBillingTerm>, Fields<ListedBillingTerm>> more) => new(Api, noun, f => more(f
        .Text("name", t => t.Name).Text("description", t => t.Description)).Fixed("@type", char.ToUpperInvariant(noun[0]) + noun[1..]).Kept(Shape.Text, "@baseType", "@schemaLocation").Required("name"))
    {
        Rows = call => ListedBillingTerms.Of(call.Db, kind),
        IsPublic = true,
        Create = kind == BillingTermKind.Medium ? null : (call, id, body, ct) => SaveAsync(call, kind, id, true, body, ct),
        Change = kind == BillingTermKind.Medium ? null : (call, id, body, ct) => SaveAsync(call, kind, id, false, body, ct),
    };

    static Task<Outcome<Done>> SaveAsync(Call call, BillingTermKind kind, Guid id, bool isNew, Body body, CancellationToken ct) =>
        call.Get<SaveBillingTermHandler>().HandleAsync(new(id, kind, isNew, body.GivenText("name"), body.GivenText("description"), (int?)body.Whole("billingDateShift")), call.Caller, ct);
}
