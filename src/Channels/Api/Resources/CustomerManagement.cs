using Wangting.Customers;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF629: parties in the role of customer.</summary>
internal static class CustomerManagement
{
    static readonly OpenApi Api = new("TMF629", "Customer Management", "customerManagement/v4", "customer");

    public static IEnumerable<Resource> All => [Customer];

    static readonly Resource Customer = new Resource<ListedCustomer>(Api, "customer", f => f
        .Text("name", c => c.Name, "张三")
        .Text("status", c => c.Status, "active")
        .Object("engagedParty", g => g
            .Id("id", c => c.PartyId).Href("href", c => PartyParts.PathOf(c.PartyKind), c => c.PartyId).Text("name", c => c.PartyName)
            .Choice("@referredType", c => (PartyKind?)c.PartyKind, (PartyKind.Person, "Individual"), (PartyKind.Organisation, "Organization")))
        .List("account", c => c.Accounts, call => ListedAccounts.Of(call.Db, call.Caller, call.Now), a => a.CustomerId, g => g
            .Id("id", a => a.Id).Href("href", _ => "accountManagement/v4/billingAccount", a => a.Id).Text("name", a => a.Name).Fixed("@referredType", "BillingAccount"))
        .Object("validFor", g => g.Time("startDateTime", c => c.Since).Time("endDateTime", c => c.ClosedAt))
        .Fixed("@type", "Customer")
        .Kept(Shape.Text, "statusReason", "@baseType", "@schemaLocation")
        .Kept(Shape.List, "agreement", "characteristic", "contactMedium", "creditProfile", "paymentMethod", "relatedParty")
        .Required("name", "engagedParty", "engagedParty.id", "engagedParty.@referredType"))
    {
        Rows = call => ListedCustomers.Of(call.Db, call.Caller, call.Now),
        Whose = c => c.PartyId,
        Complete = (call, rows, ct) => ListedCustomers.CompleteAsync(call.Db, rows, ct),
        Create = (call, id, body, ct) => call.Get<RegisterCustomerHandler>().HandleAsync(new(id, body.Object("engagedParty")!.Id("id")!.Value, body.Text("name"), body.Text("status")), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<ChangeCustomerHandler>().HandleAsync(new(id, body.GivenText("name"), body.GivenText("status"), body.Object("engagedParty")?.Id("id")), call.Caller, ct),
        Remove = (call, id, ct) => call.Get<RemoveCustomerHandler>().HandleAsync(new(id), call.Caller, ct),
    };
}
