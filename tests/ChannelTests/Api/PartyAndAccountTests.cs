using System.Net;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Api;

public sealed class Parties_over_the_api_on_SQLite(SqliteApiHall hall) : Parties_over_the_api(hall), IClassFixture<SqliteApiHall>;

public sealed class Parties_over_the_api_on_PostgreSQL(PostgresApiHall hall) : Parties_over_the_api(hall), IClassFixture<PostgresApiHall>;

public abstract class Parties_over_the_api(ApiHall hall)
{
    readonly ApiClient machine = hall.Machine;

    static readonly JsonObject Person = JsonNode.Parse("""
        {
          "givenName": "小明", "familyName": "欧阳", "birthDate": "1990-02-28T00:00:00Z", "gender": "male", "nationality": "中国", "title": "先生", "status": "validated", "deathDate": "2090-01-01T08:00:00.000Z",
          "languageAbility": [{ "languageCode": "en", "isFavouriteLanguage": true }],
          "contactMedium": [{ "mediumType": "email", "preferred": true, "characteristic": { "emailAddress": "xm@example.org" } }, { "mediumType": "phone", "characteristic": { "phoneNumber": "13812345678" } }],
          "individualIdentification": [{ "identificationType": "passport-of-mars", "identificationId": "M-778899-1" }],
          "partyCharacteristic": [{ "name": "shoe size", "valueType": "number", "value": 42.5 }, { "name": "vip", "value": true }],
          "externalReference": [{ "externalReferenceType": "crm", "name": "4711" }],
          "somethingOfTheirOwn": { "deep": ["a", "b"] }
        }
        """)!.AsObject();

    [Fact]
    public async Task A_person_is_taken_up_read_found_changed_and_removed()
    {
        var made = await machine.CreateAsync("party/v4/individual", Person);
        var id = made["id"]!.GetValue<string>();
        Assert.Equal("欧阳小明", made["fullName"]!.GetValue<string>());
        foreach (var (name, value) in Person.Where(p => p.Key is not ("individualIdentification" or "contactMedium"))) Assert.True(JsonNode.DeepEquals(value, made[name]), $"{name}: {made[name]} is not {value}");
        Assert.DoesNotContain("778899", made.ToJsonString(), StringComparison.Ordinal);
        Assert.Single((await machine.GetAsync("party/v4/individual?individualIdentification.identificationId=M-778899-1")).List);

        var read = (await machine.GetAsync(made["href"]!.GetValue<string>())).Thing;
        Assert.True(JsonNode.DeepEquals(made, read));
        await Walk.FiltersAsync(machine, "party/v4/individual", read);
        Assert.Equal(["id", "href", "givenName", "title"], (await machine.GetAsync($"party/v4/individual/{id}?fields=givenName,title")).Thing.Select(p => p.Key));

        var changed = (await machine.PatchAsync($"party/v4/individual/{id}", new { familyName = "司马", title = (string?)null, nationality = "法国", contactMedium = Array.Empty<object>() })).Thing;
        Assert.Equal("司马小明", changed["fullName"]!.GetValue<string>());
        Assert.Null(changed["title"]);
        Assert.Null(changed["contactMedium"]);
        Assert.Equal("法国", changed["nationality"]!.GetValue<string>());
        Assert.Equal("validated", changed["status"]!.GetValue<string>());
        Assert.Empty((await machine.GetAsync("party/v4/individual?nationality=中国")).List);

        Assert.Equal(HttpStatusCode.NoContent, (await machine.DeleteAsync($"party/v4/individual/{id}")).Status);
        Assert.Equal("api.not_found", (await machine.GetAsync($"party/v4/individual/{id}")).ErrorCode(HttpStatusCode.NotFound));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task An_organisation_a_customer_and_an_account_are_made_one_on_the_other()
    {
        var firm = await machine.CreateAsync("party/v4/organization", new { tradingName = "星河科技", isLegalEntity = true, organizationType = "company" });
        await Walk.FiltersAsync(machine, "party/v4/organization", firm);
        var branch = await machine.CreateAsync("party/v4/organization", new { tradingName = "星河科技上海", organizationParentRelationship = new { relationshipType = "parent", organization = new { id = firm["id"]!.GetValue<string>() } } });
        await Walk.FiltersAsync(machine, "party/v4/organization", branch);

        var customer = await machine.CreateAsync("customerManagement/v4/customer", new { name = "星河", engagedParty = new Dictionary<string, string> { ["id"] = firm["id"]!.GetValue<string>(), ["@referredType"] = "Organization" }, statusReason = "signed" });
        var account = await machine.CreateAsync("accountManagement/v4/billingAccount", Account("总部", customer["id"]!.GetValue<string>()));
        await Walk.FiltersAsync(machine, "accountManagement/v4/billingAccount", account);
        await Walk.FiltersAsync(machine, "customerManagement/v4/customer", (await machine.GetAsync(customer["href"]!.GetValue<string>())).Thing);
        Assert.Equal("customer.in_use", (await machine.DeleteAsync($"customerManagement/v4/customer/{customer["id"]}")).ErrorCode(HttpStatusCode.Conflict));
        Assert.Equal("party.in_use", (await machine.DeleteAsync($"party/v4/organization/{firm["id"]}")).ErrorCode(HttpStatusCode.Conflict));

        var closed = (await machine.PatchAsync($"accountManagement/v4/billingAccount/{account["id"]}", new { state = "closed", name = "总部（停用）" })).Thing;
        Assert.Equal(("closed", "总部（停用）"), (closed["state"]!.GetValue<string>(), closed["name"]!.GetValue<string>()));
        foreach (var noun in (string[])["partyAccount", "settlementAccount", "financialAccount"])
            await Walk.FiltersAsync(machine, $"accountManagement/v4/{noun}", await machine.CreateAsync($"accountManagement/v4/{noun}", Account("往来", firm["id"]!.GetValue<string>())));
        foreach (var noun in (string[])["billFormat", "billingCycleSpecification"])
            await Walk.FiltersAsync(machine, $"accountManagement/v4/{noun}", await machine.CreateAsync($"accountManagement/v4/{noun}", new { name = "every other week", description = "as agreed", frequency = "fortnight" }));
        Assert.NotEmpty((await machine.GetAsync("accountManagement/v4/billPresentationMedia")).List);
        Assert.Equal("api.method", (await machine.PostAsync("accountManagement/v4/billPresentationMedia", new { name = "x" })).ErrorCode(HttpStatusCode.MethodNotAllowed));
        Assert.Empty(hall.Hall.Faults);
    }

    static object Account(string name, string holder) => new { name, description = "d", relatedParty = new[] { new Dictionary<string, string> { ["id"] = holder, ["@referredType"] = "Customer", ["name"] = "n", ["role"] = "customer" } } };

    [Fact]
    public async Task Every_attribute_of_the_wrong_type_is_named()
    {
        await Walk.WrongTypesAsync(machine, "party/v4/individual", Person, ["somethingOfTheirOwn"]);
        Assert.Empty((await machine.GetAsync("party/v4/individual?familyName=欧阳")).List);
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task Lists_are_paged_and_counted()
    {
        for (var i = 0; i < 5; i++) await machine.CreateAsync("party/v4/individual", new { givenName = "n" + i, familyName = "Paged" });
        var all = await machine.GetAsync("party/v4/individual?familyName=Paged");
        Assert.Equal((HttpStatusCode.OK, "5", "5"), (all.Status, all.Header("X-Total-Count"), all.Header("X-Result-Count")));
        var page = await machine.GetAsync("party/v4/individual?familyName=Paged&offset=2&limit=2");
        Assert.Equal((HttpStatusCode.PartialContent, "5", "2"), (page.Status, page.Header("X-Total-Count"), page.Header("X-Result-Count")));
        Assert.Equal(all.Ids.Skip(2).Take(2), page.Ids);
        Assert.Equal((HttpStatusCode.PartialContent, "1"), ((await machine.GetAsync("party/v4/individual?familyName=Paged&offset=4")) is var last ? last.Status : 0, last.Header("X-Result-Count")));
        foreach (var wrong in (string[])["limit=-1", "limit=ten", "offset=1.5", "offset=99999999999"])
            Assert.Equal("api.paging", (await machine.GetAsync("party/v4/individual?" + wrong)).ErrorCode(HttpStatusCode.BadRequest));
        Assert.Equal(["n1", "n3"], (await machine.GetAsync("party/v4/individual?familyName=Paged&givenName=n1&givenName=n3")).List.Select(o => o!["givenName"]!.GetValue<string>()));
    }
}
