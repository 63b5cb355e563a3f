using System.Net;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Api;

public sealed class The_catalogue_over_the_api_on_SQLite(SqliteApiHall hall) : The_catalogue_over_the_api(hall), IClassFixture<SqliteApiHall>;

public sealed class The_catalogue_over_the_api_on_PostgreSQL(PostgresApiHall hall) : The_catalogue_over_the_api(hall), IClassFixture<PostgresApiHall>;

/// <summary>What came as a file stands in TMF620 with what each use costs, and is not changed there.</summary>
public abstract class The_catalogue_over_the_api(ApiHall hall)
{
    const string Prices = "productCatalogManagement/v4/productOfferingPrice", Offers = "productCatalogManagement/v4/productOffering";
    readonly ApiClient machine = hall.Machine;

    [Fact]
    public async Task A_price_of_use_says_what_it_is_for_and_what_a_block_costs()
    {
        var all = (await machine.GetAsync($"{Prices}?priceType=usage&limit=1000")).List;
        Assert.Contains(all, p => Value(p!) == 0.15m && (long)p!["unitOfMeasure"]!["amount"]! == 60 && (string?)p["unitOfMeasure"]!["units"] == "s");
        Assert.All(all, p => Assert.Null(p!["price"]));
        var data = (await machine.GetAsync($"{Prices}?unitOfMeasure.units=KB&limit=1000")).List;
        Assert.All(data, p => Assert.Equal("KB", (string?)p!["unitOfMeasure"]!["units"]));
        Assert.InRange(data.Count, 1, all.Count - 1);

        // A client's own words stand as they came.
        var made = (await machine.PostAsync(Prices, new JsonObject { ["name"] = "x", ["priceType"] = "usage", ["unitOfMeasure"] = new JsonObject { ["amount"] = 1.5, ["units"] = "GB" } })).Thing;
        Assert.Equal("""{"amount":1.5,"units":"GB"}""", made["unitOfMeasure"]!.ToJsonString());
    }

    [Fact]
    public async Task What_came_as_a_file_is_not_changed_here()
    {
        var offer = (await machine.GetAsync($"{Offers}?tariffNumber=25JS000159")).List.Single()!;
        var why = await machine.PatchAsync($"{Offers}/{offer["id"]}", new { productOfferingPrice = new[] { new { name = "x", priceType = "recurring", price = new { taxIncludedAmount = new { unit = "CNY", value = 1 } } } } });
        Assert.Equal("offer.has_terms", why.ErrorCode(HttpStatusCode.Conflict));
        var price = offer["productOfferingPrice"]![0]!;
        Assert.Equal("price.of_terms", (await machine.PatchAsync($"{Prices}/{price["id"]}", new { name = "y" })).ErrorCode(HttpStatusCode.Conflict));
        Assert.Equal("offer.in_use", (await machine.DeleteAsync($"{Offers}/{offer["id"]}")).ErrorCode(HttpStatusCode.Conflict));
    }

    static decimal? Value(JsonNode price) => (decimal?)price["unitPrice"]?["value"];
}
