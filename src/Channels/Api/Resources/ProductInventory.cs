using Wangting.Kernel;
using Wangting.Subscriptions;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF637: what customers have.</summary>
internal static class ProductInventory
{
    static readonly OpenApi Api = new("TMF637", "Product Inventory", "productInventory/v4", "inventory");

    public static IEnumerable<Resource> All => [Product];

    static readonly Resource Product = new Resource<ListedProduct>(Api, "product", f => f
        .Words("name", p => p.OfferName, "畅享 5G 129 元套餐")
        .Text("status", p => p.Status, "active")
        .Time("startDate", p => p.From).Time("terminationDate", p => p.To)
        .Text("productSerialNumber", p => p.Identifier, "+8613300000001")
        .Object("productOffering", g => g.Id("id", p => p.OfferId).Href("href", _ => ProductCatalog.OfferPath, p => p.OfferId).Words("name", p => p.OfferName).Fixed("@referredType", "ProductOffering"))
        .Ref("billingAccount", "accountManagement/v4/billingAccount", p => p.AccountId, p => p.AccountName, "BillingAccount")
        .Single("relatedParty", g => g.PartyRef(p => p.HolderPartyId, p => p.HolderKind, p => p.HolderName, "customer"))
        .List("productCharacteristic", p => p.Characteristics, call => ListedProducts.Characteristics(call.Db), c => c.ProductId, g => g.Text("name", c => c.Name).Text("value", c => c.Value).Loose("value").Kept(Shape.Text, "valueType"), always: true)
        .Single("productPrice", g => g.Says(true)
            .Fixed("priceType", "recurring").Fixed("recurringChargePeriod", "month").Words("name", p => p.OfferName)
            .Object("price", h => h.Minor("taxIncludedAmount", p => p.Monthly).Kept(Shape.Object, "dutyFreeAmount")))
        .Fixed("@type", "Product")
        .Kept(Shape.Text, "description", "@baseType", "@schemaLocation").Kept(Shape.Boolean, "isBundle", "isCustomerVisible").Kept(Shape.Time, "orderDate").Kept(Shape.Object, "productSpecification")
        .Kept(Shape.List, "agreement", "place", "product", "productOrderItem", "productRelationship", "productTerm", "realizingResource", "realizingService")
        .Open("name", "productSerialNumber", "productCharacteristic", "relatedParty"))
    {
        Rows = call => ListedProducts.Of(call.Db, call.Caller, call.Now),
        Whose = p => p.HolderPartyId,
        Complete = (_, rows, _) =>
        {
            ListedProducts.Complete(rows);
            return Task.CompletedTask;
        },
        Create = (call, id, body, ct) => call.Get<AddProductHandler>().HandleAsync(new(id, body.Object("billingAccount")?.Id("id"), PartyParts.Related(body), body.Object("productOffering")?.Id("id") ?? Guid.Empty,
            Number(call, body), Monthly(body), body.Time("startDate"), body.Time("terminationDate") ?? (Ends(body) ? call.Now : null)), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<ChangeProductHandler>().HandleAsync(new(id, body.Has("productPrice") ? new(Monthly(body)) : Given<Money?>.Not, body.Has("startDate") ? new(body.Time("startDate")) : Given<DateTime?>.Not,
            body.Has("terminationDate") ? new(body.Time("terminationDate")) : Given<DateTime?>.Not, Ends(body), body.Object("billingAccount")?.Id("id"), body.Object("productOffering")?.Id("id")), call.Caller, ct),
    };

    static bool Ends(Body body) => body.Text("status")?.Trim() is "terminated" or "cancelled" or "aborted";

    static Money? Monthly(Body body) => body.List("productPrice").Where(p => p.Text("priceType") is null or "recurring").Select(p => p.Object("price")).OfType<Body>()
        .Select(p => p.Amount("taxIncludedAmount") ?? p.Amount("dutyFreeAmount")).FirstOrDefault(m => m is not null);

    // A characteristic that names a number begins a line by which its people sign in; a serial number is only a mark.
    static ServiceIdentifier? Number(Call call, Body body)
    {
        foreach (var one in body.List("productCharacteristic"))
        {
            if (one.Text("value") is not { } value) continue;
            switch (one.Text("name")?.ToLowerInvariant())
            {
                case "servicenumber" or "msisdn" or "phonenumber" when PhoneNumber.TryParse(value, call.Operator.Country, out var number):
                    return new(number.IsMobile ? IdentifierKind.Mobile : IdentifierKind.Fixed, number.E164);
                case "broadbandaccount": return new(IdentifierKind.Broadband, value.ToLowerInvariant());
            }
        }
        return null;
    }
}
