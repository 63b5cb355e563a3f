using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Billing;
using Wangting.ChannelTests.Web;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ChannelTests.Api;

/// <summary>A new hall without anybody in it, filled over its interfaces alone.</summary>
public abstract class An_empty_province(DatabaseKind kind)
{
    sealed class NewHall(DatabaseKind kind) : RunningHall
    {
        protected override DatabaseKind Kind => kind;
        protected override Task FillAsync(IServiceProvider services) => Task.CompletedTask;
    }

    [Fact]
    public async Task Is_filled_from_person_to_bill_and_each_thing_is_found_again()
    {
        await using var hall = new NewHall(kind);
        await hall.InitializeAsync();
        using var machine = await ApiClient.MachineAsync(hall);

        var person = await MakeAsync(machine, "party/v4/individual", new { givenName = "晓", familyName = "林", contactMedium = new[] { new { mediumType = "phone", characteristic = new { phoneNumber = "13700000001" } } } });
        var customer = await MakeAsync(machine, "customerManagement/v4/customer", new JsonObject { ["name"] = "林晓", ["engagedParty"] = Ref(person, "Individual") });
        var account = await MakeAsync(machine, "accountManagement/v4/billingAccount", new JsonObject { ["name"] = "个人账户", ["relatedParty"] = new JsonArray(Ref(customer, "Customer")), ["creditLimit"] = new JsonObject { ["unit"] = "CNY", ["value"] = 100 } });

        var specification = await MakeAsync(machine, "productCatalogManagement/v4/productSpecification", new { name = "5G 移动语音与数据", brand = "网厅" });
        await MakeAsync(machine, "productCatalogManagement/v4/catalog", new { name = "2026 资费", catalogType = "retail" });
        await MakeAsync(machine, "productCatalogManagement/v4/category", new { name = "5G", isRoot = true });
        var price = await MakeAsync(machine, "productCatalogManagement/v4/productOfferingPrice", new { name = "月租", priceType = "recurring", price = new { unit = "CNY", value = 129.05 }, recurringChargePeriodType = "month", recurringChargePeriodLength = 1 });
        var offering = await MakeAsync(machine, "productCatalogManagement/v4/productOffering", new JsonObject
        {
            ["name"] = "畅享 5G 129 元套餐", ["lifecycleStatus"] = "Active", ["isSellable"] = true, ["description"] = "每月 30 GB",
            ["productSpecification"] = Ref(specification, "ProductSpecification"), ["productOfferingPrice"] = new JsonArray(new JsonObject { ["id"] = Id(price) }),
        });
        Assert.Equal("Active", (string?)offering["lifecycleStatus"]);

        var product = await MakeAsync(machine, "productInventory/v4/product", new JsonObject
        {
            ["productOffering"] = Ref(offering, "ProductOffering"), ["billingAccount"] = Ref(account, "BillingAccount"),
            ["productCharacteristic"] = new JsonArray(new JsonObject { ["name"] = "msisdn", ["value"] = "13700000001" }),
        });
        Assert.Equal(("active", "+8613700000001"), ((string?)product["status"], (string?)product["productSerialNumber"]));
        var addOn = await MakeAsync(machine, "productInventory/v4/product", new JsonObject
        {
            ["productOffering"] = Ref(offering, "ProductOffering"), ["billingAccount"] = Ref(account, "BillingAccount"), ["productSerialNumber"] = "sn-1",
            ["productPrice"] = new JsonArray(new JsonObject { ["priceType"] = "recurring", ["price"] = new JsonObject { ["taxIncludedAmount"] = new JsonObject { ["unit"] = "CNY", ["value"] = 0.3 } } }),
        });
        Assert.Equal(0.3m, (decimal)addOn["productPrice"]![0]!["price"]!["taxIncludedAmount"]!["value"]!);

        var demand = await MakeAsync(machine, "customerBillManagement/v4/customerBillOnDemand", new JsonObject { ["name"] = "首期", ["billingAccount"] = Ref(account, "BillingAccount") });
        Assert.Equal("done", (string?)demand["state"]);
        var bill = (await machine.GetAsync((string)demand["customerBill"]!["href"]!)).Thing;
        Assert.Equal((129.35m, "new"), ((decimal)bill["taxIncludedAmount"]!["value"]!, (string?)bill["state"]));
        await FoundAsync(machine, "customerBillManagement/v4/customerBill", bill);
        foreach (var rate in (await machine.GetAsync($"customerBillManagement/v4/appliedCustomerBillingRate?bill.id={Id(bill)}")).List) await FoundAsync(machine, "customerBillManagement/v4/appliedCustomerBillingRate", rate!.AsObject());
        var again = await MakeAsync(machine, "customerBillManagement/v4/customerBillOnDemand", new JsonObject { ["billingAccount"] = Ref(account, "BillingAccount") });
        Assert.Equal(Id(bill), (string?)again["customerBill"]!["id"]);
        Assert.Single((await machine.GetAsync($"customerBillManagement/v4/customerBill?billingAccount.id={Id(account)}")).List);
        Assert.Equal("validated", (string?)(await machine.PatchAsync($"customerBillManagement/v4/customerBill/{Id(bill)}", new { state = "validated" })).Thing["state"]);
        Assert.Equal("bill.state_follows_payments", (await machine.PatchAsync($"customerBillManagement/v4/customerBill/{Id(bill)}", new { state = "settled" })).ErrorCode(HttpStatusCode.Conflict));

        var balance = (await machine.GetAsync($"accountManagement/v4/billingAccount/{Id(account)}?fields=accountBalance")).Thing;
        Assert.True(balance["accountBalance"] is not null, balance.ToJsonString());
        Assert.Equal(129.35m, (decimal)balance["accountBalance"]![0]!["amount"]!["value"]!);
        Assert.Equal(["id", "href", "accountBalance"], balance.Select(p => p.Key));
        Assert.True(await hall.InScopeAsync(async s => (await s.GetRequiredService<VerifyLedger>().HandleAsync(Caller.System, default)).Value.Wrong is null));

        // The person signs in by the number that the interface gave them, and finds the bill.
        using var lin = hall.Visit();
        await lin.SignInAsync("13700000001");
        Assert.Contains("129.35", (await lin.GetAsync("/bills")).Html, StringComparison.Ordinal);

        var ended = (await machine.PatchAsync($"productInventory/v4/product/{Id(addOn)}", new { status = "terminated" })).Thing;
        Assert.Equal("terminated", (string?)ended["status"]);
        Assert.Equal("price.in_use", (await machine.PatchAsync($"productCatalogManagement/v4/productOfferingPrice/{Id(price)}", new { price = new { unit = "CNY", value = 1 } })).ErrorCode(HttpStatusCode.Conflict));
        Assert.Equal("offer.in_use", (await machine.DeleteAsync($"productCatalogManagement/v4/productOffering/{Id(offering)}")).ErrorCode(HttpStatusCode.Conflict));
        var dearer = (await machine.PatchAsync($"productCatalogManagement/v4/productOffering/{Id(offering)}", new { productOfferingPrice = new[] { new { name = "月租", priceType = "recurring", price = new { taxIncludedAmount = new { unit = "CNY", value = 139 } } } } })).Thing;
        Assert.Equal("2", (string?)dearer["version"]);
        Assert.Equal(129.05m, (decimal)(await machine.GetAsync($"productInventory/v4/product/{Id(product)}")).Thing["productPrice"]![0]!["price"]!["taxIncludedAmount"]!["value"]!);
    }

    [Fact]
    public async Task Says_which_rule_a_wish_breaks()
    {
        await using var hall = new NewHall(kind);
        await hall.InitializeAsync();
        using var machine = await ApiClient.MachineAsync(hall);
        var nobody = Guid.CreateVersion7().ToString();
        async Task RefusedAsync(string path, object body, string code, HttpStatusCode status = HttpStatusCode.UnprocessableEntity) => Assert.Equal(code, (await machine.PostAsync(path, body)).ErrorCode(status));

        await RefusedAsync("customerManagement/v4/customer", new JsonObject { ["name"] = "x", ["engagedParty"] = new JsonObject { ["id"] = nobody, ["@referredType"] = "Individual" } }, "party.not_known");
        await RefusedAsync("accountManagement/v4/billingAccount", new JsonObject { ["name"] = "x", ["relatedParty"] = new JsonArray(new JsonObject { ["id"] = "me", ["@referredType"] = "Individual", ["name"] = "n" }) }, "party.not_known");
        await RefusedAsync("productInventory/v4/product", new JsonObject(), "account.not_known");
        await RefusedAsync("customerBillManagement/v4/customerBillOnDemand", new JsonObject(), "api.missing", HttpStatusCode.BadRequest);
        await RefusedAsync("customerBillManagement/v4/customerBillOnDemand", new JsonObject { ["billingAccount"] = new JsonObject { ["id"] = nobody } }, "account.not_known");
        await RefusedAsync("productCatalogManagement/v4/productOfferingPrice", new { name = "p", price = new { unit = "USD", value = 1 } }, "api.currency");
        await RefusedAsync("productCatalogManagement/v4/productOfferingPrice", new { name = "p", price = new { unit = "CNY", value = 1.005 } }, "api.amount");
        await RefusedAsync("productCatalogManagement/v4/productOfferingPrice", new { name = "p", price = new { unit = "CNY", value = -1 } }, "amount.negative");
        await RefusedAsync("productCatalogManagement/v4/productOffering", new { name = "o", productOfferingPrice = new[] { new { id = nobody } } }, "price.not_known");

        var person = await machine.CreateAsync("party/v4/individual", new { givenName = "a", familyName = "b" });
        var account = await machine.CreateAsync("accountManagement/v4/billingAccount", new JsonObject { ["name"] = "empty", ["relatedParty"] = new JsonArray(Ref(person, "Individual")) });
        var demand = await machine.CreateAsync("customerBillManagement/v4/customerBillOnDemand", new JsonObject { ["billingAccount"] = Ref(account, "BillingAccount") });
        Assert.Equal("rejected", (string?)demand["state"]);
    }

    static string Id(JsonObject one) => (string)one["id"]!;

    static JsonObject Ref(JsonObject to, string type) => new() { ["id"] = Id(to), ["@referredType"] = type, ["name"] = (string?)to["name"] ?? "n" };

    static async Task<JsonObject> MakeAsync(ApiClient machine, string path, object body)
    {
        var made = await machine.CreateAsync(path, body);
        await FoundAsync(machine, path, made);
        return made;
    }

    static async Task FoundAsync(ApiClient machine, string path, JsonObject one)
    {
        Assert.True(JsonNode.DeepEquals(WithoutMoment(one), WithoutMoment((await machine.GetAsync((string)one["href"]!)).Thing)), path);
        Assert.Contains((string)one["id"]!, (await machine.GetAsync(path)).Ids);
        await Walk.FiltersAsync(machine, path, one);
    }

    static JsonObject WithoutMoment(JsonObject one)
    {
        var copy = (JsonObject)one.DeepClone();
        copy.Remove("accountBalance");
        return copy;
    }
}

public sealed class An_empty_province_on_SQLite() : An_empty_province(DatabaseKind.Sqlite);

public sealed class An_empty_province_on_PostgreSQL() : An_empty_province(DatabaseKind.Postgres);
