using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Resources;

/// <summary>TMF620: offers and their prices, and what orders and describes them.</summary>
internal static class ProductCatalog
{
    static readonly OpenApi Api = new("TMF620", "Product Catalog Management", "productCatalogManagement/v4", "catalogue");
    internal const string OfferPath = "productCatalogManagement/v4/productOffering";

    public static IEnumerable<Resource> All =>
        [Offering, Price, Item("productSpecification", CatalogueItemKind.Specification), Item("catalog", CatalogueItemKind.Catalog), Item("category", CatalogueItemKind.Category)];

    static readonly (OfferVersionState, string)[] States = [(OfferVersionState.Draft, "In design"), (OfferVersionState.Preview, "In test"), (OfferVersionState.Published, "Launched"), (OfferVersionState.Withdrawn, "Retired")];
    static readonly (PriceKind, string)[] PriceKinds = [(PriceKind.OneTime, "oneTime"), (PriceKind.Recurring, "recurring"), (PriceKind.Usage, "usage")];

    static readonly (UsageKind, string)[] UsageUnits = [(UsageKind.Voice, "s"), (UsageKind.Message, "message"), (UsageKind.Data, "KB"), (UsageKind.Other, "event")];

    static readonly Resource Offering = new Resource<ListedOffer>(Api, "productOffering", f => f
        .Words("name", o => o.Name, "畅享 5G 129 元套餐").Words("description", o => o.Description)
        .Choice("lifecycleStatus", o => (OfferVersionState?)o.State, States)
        .Text("version", o => "" + o.Number).Time("lastUpdate", o => o.UpdatedAt)
        .Object("validFor", g => g.Time("startDateTime", o => o.OnSaleFrom).Time("endDateTime", o => o.OnSaleTo))
        .Single("category", Category)
        .List("productOfferingPrice", o => o.Prices, call => ListedOffers.Prices(call.Db, call.Caller, call.Now), p => p.OfferId ?? Guid.Empty, g => g
            .Id("id", p => p.Id).Href("href", _ => "productCatalogManagement/v4/productOfferingPrice", p => p.Id).Words("name", p => p.Name)
            .Kept(Shape.Text, "priceType", "recurringChargePeriodType", "recurringChargePeriod").Kept(Shape.Object, "price"))
        .Text("tariffNumber", o => o.TariffNumber)
        .Fixed("@type", "ProductOffering")
        .Kept(Shape.Text, "statusReason", "@baseType", "@schemaLocation").Kept(Shape.Boolean, "isBundle", "isSellable")
        .Kept(Shape.Object, "productSpecification", "resourceCandidate", "serviceCandidate", "serviceLevelAgreement")
        .Kept(Shape.List, "agreement", "attachment", "bundledProductOffering", "channel", "marketSegment", "place", "prodSpecCharValueUse", "productOfferingRelationship", "productOfferingTerm")
        .Open("lifecycleStatus", "version", "category").Required("name"))
    {
        Rows = call => ListedOffers.Of(call.Db, call.Caller, call.Now),
        IsPublic = true,
        Complete = (call, rows, ct) => ListedOffers.CompleteAsync(call.Db, call.Caller, call.Now, rows, ct),
        Create = (call, id, body, ct) => call.Get<SaveOfferHandler>().HandleAsync(Command(id, true, body), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<SaveOfferHandler>().HandleAsync(Command(id, false, body), call.Caller, ct),
        Remove = (call, id, ct) => call.Get<RemoveOfferHandler>().HandleAsync(new(id), call.Caller, ct),
    };

    static readonly Resource Price = new Resource<ListedPrice>(Api, "productOfferingPrice", f => f
        .Words("name", p => p.Name ?? p.OfferName ?? Unnamed, "月租")
        .Choice("priceType", p => (PriceKind?)p.Kind, PriceKinds)
        .Amount("price", p => p.Kind == PriceKind.Usage ? null : (Money?)p.Amount)
        .UnitPrice("unitPrice", p => p is { Kind: PriceKind.Usage, BlockSize: > 0 } ? p.UnitPrice : null)
        .Object("unitOfMeasure", g => g.Whole("amount", p => p.BlockSize > 0 ? (long?)p.BlockSize : null).Choice("units", p => p.Usage, UsageUnits).Loose("amount").Open("units"))
        .Choice("lifecycleStatus", p => (OfferVersionState?)p.State, States)
        .Text("recurringChargePeriodType", p => p.Kind == PriceKind.Recurring ? "month" : null)
        .Whole("recurringChargePeriodLength", p => p.Kind == PriceKind.Recurring ? (long?)1 : null)
        .Time("lastUpdate", p => p.UpdatedAt)
        .Fixed("@type", "ProductOfferingPrice")
        .Kept(Shape.Text, "description", "version", "@baseType", "@schemaLocation").Kept(Shape.Boolean, "isBundle").Kept(Shape.Number, "percentage").Kept(Shape.Object, "validFor")
        .Kept(Shape.List, "bundledPopRelationship", "constraint", "place", "popRelationship", "pricingLogicAlgorithm", "prodSpecCharValueUse", "productOfferingTerm", "tax")
        .Open("unitOfMeasure", "lifecycleStatus", "priceType", "recurringChargePeriodType", "recurringChargePeriodLength").Required("name"))
    {
        Rows = call => ListedOffers.Prices(call.Db, call.Caller, call.Now),
        IsPublic = true,
        Create = (call, id, body, ct) => call.Get<SavePriceHandler>().HandleAsync(new(id, true, body.GivenText("name"), Kind(body), body.Amount("price")), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<SavePriceHandler>().HandleAsync(new(id, false, body.GivenText("name"), Kind(body), body.Amount("price")), call.Caller, ct),
        Remove = (call, id, ct) => call.Get<RemovePriceHandler>().HandleAsync(new(id), call.Caller, ct),
    };

    static readonly LocalText Unnamed = LocalText.Of("价格", "Price");

    static Resource<ListedCatalogueItem> Item(string noun, CatalogueItemKind kind) => new(Api, noun, f =>
    {
        f.Text("name", i => i.Name).Text("description", i => i.Description).Text("lifecycleStatus", i => i.Status, "Active").Time("lastUpdate", i => i.UpdatedAt)
            .Fixed("@type", char.ToUpperInvariant(noun[0]) + noun[1..]).Kept(Shape.Text, "version", "@baseType", "@schemaLocation").Kept(Shape.Object, "validFor");
        _ = kind switch
        {
            CatalogueItemKind.Specification => f.Kept(Shape.Text, "brand", "productNumber").Kept(Shape.Boolean, "isBundle").Kept(Shape.Object, "targetProductSchema")
                .Kept(Shape.List, "attachment", "bundledProductSpecification", "productSpecCharacteristic", "productSpecificationRelationship", "relatedParty", "resourceSpecification", "serviceSpecification"),
            CatalogueItemKind.Catalog => f.Kept(Shape.Text, "catalogType").Kept(Shape.List, "category", "relatedParty"),
            _ => f.Kept(Shape.Text, "parentId").Kept(Shape.Boolean, "isRoot").Kept(Shape.List, "productOffering", "subCategory"),
        };
        f.Required("name");
    })
    {
        Rows = call => ListedCatalogueItems.Of(call.Db, kind),
        IsPublic = true,
        Create = (call, id, body, ct) => call.Get<SaveCatalogueItemHandler>().HandleAsync(new(id, kind, true, body.GivenText("name"), body.GivenText("description"), body.GivenText("lifecycleStatus")), call.Caller, ct),
        Change = (call, id, body, ct) => call.Get<SaveCatalogueItemHandler>().HandleAsync(new(id, kind, false, body.GivenText("name"), body.GivenText("description"), body.GivenText("lifecycleStatus")), call.Caller, ct),
        Remove = (call, id, ct) => call.Get<RemoveCatalogueItemHandler>().HandleAsync(new(id, kind), call.Caller, ct),
    };

    static void Category(Fields<ListedOffer> fields)
    {
        var kinds = Enum.GetValues<OfferKind>();
        fields.Choice("id", o => (OfferKind?)o.Kind, [.. kinds.Select(k => (k, CatalogueCategories.Id(k).ToString()))]);
        fields.Choice("name", o => (OfferKind?)o.Kind, [.. kinds.Select(k => (k, k.ToString()))]);
        fields.Kept(Shape.Text, "href", "version");
    }

    static SaveOffer Command(Guid id, bool isNew, Body body) => new(id, isNew, body.GivenText("name"), body.GivenText("description"),
        body.List("category").Select(c => c.Id("id")).OfType<Guid>().Select(CatalogueCategories.KindOf).FirstOrDefault(k => k is not null),
        State(body), ValidFor(body, "startDateTime"), ValidFor(body, "endDateTime"),
        body.Has("productOfferingPrice") ? [.. body.List("productOfferingPrice").Select(Offered)] : null);

    static OfferedPrice Offered(Body price)
    {
        var amount = price.Object("price") is { } given ? given.Amount("taxIncludedAmount") ?? given.Amount("dutyFreeAmount") ?? price.Amount("price") : null;
        return amount is null ? new(price.Id("id") ?? Guid.Empty, price.Text("name"), PriceKind.OneTime, Money.Zero) : new(null, price.Text("name"), Kind(price) ?? PriceKind.OneTime, amount.Value);
    }

    static Given<DateTime?> ValidFor(Body body, string name) => body.Has("validFor") ? new(body.Object("validFor")?.Time(name)) : Given<DateTime?>.Not;

    static OfferVersionState? State(Body body) => body.Text("lifecycleStatus")?.ToLowerInvariant() switch
    {
        null => null,
        "launched" or "active" => OfferVersionState.Published,
        "in test" => OfferVersionState.Preview,
        "retired" or "obsolete" => OfferVersionState.Withdrawn,
        _ => OfferVersionState.Draft,
    };

    static PriceKind? Kind(Body body) => body.Text("priceType")?.ToLowerInvariant() switch { null => null, "recurring" => PriceKind.Recurring, "usage" => PriceKind.Usage, _ => PriceKind.OneTime };
}
