using System.Net;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Api;

public sealed class Contacts_over_the_api_on_SQLite(SqliteApiHall hall) : Contacts_over_the_api(hall), IClassFixture<SqliteApiHall>;

public sealed class Contacts_over_the_api_on_PostgreSQL(PostgresApiHall hall) : Contacts_over_the_api(hall), IClassFixture<PostgresApiHall>;

public abstract class Contacts_over_the_api(ApiHall hall)
{
    const string Path = "partyInteraction/v4/partyInteraction";
    readonly ApiClient machine = hall.Machine;

    static JsonObject Contact(string? party = null) => JsonNode.Parse($$"""
        {
          "reason": "问过国际漫游", "direction": "Inbound", "status": "closed", "description": "想在六月去法国", "statusChangeDate": "2026-05-04T10:00:00Z", "creationDate": "2026-05-04T09:30:00Z",
          "interactionDate": { "startDateTime": "2026-05-04T09:00:00Z", "endDateTime": "2026-05-04T09:04:30Z" },
          "channel": [{ "id": "branch-12", "name": "新街口营业厅", "role": "counter" }, { "id": "Voice" }],
          "interactionItem": [{ "resolution": "told the price", "item": { "id": "roaming-7", "@referredType": "ProductOffering", "name": "漫游包" } }],
          "note": [{ "author": "7012", "text": "回访" }]
          {{(party is null ? "" : ", \"relatedParty\": [{ \"id\": \"" + party + "\", \"role\": \"customer\", \"@referredType\": \"Individual\" }]")}}
        }
        """)!.AsObject();

    [Fact]
    public async Task A_contact_elsewhere_is_told_read_found_and_stands_in_the_customers_history()
    {
        using var zhang = await ApiClient.PersonAsync(hall.Hall, "13300000001");
        var self = (await zhang.GetAsync("party/v4/individual")).Ids.Single();
        var said = Contact(self);
        var made = await machine.CreateAsync(Path, said);
        foreach (var (name, value) in said) Assert.True(JsonNode.DeepEquals(value, made[name]), $"{name}: {made[name]}");
        Assert.True(JsonNode.DeepEquals(made, (await machine.GetAsync(made["href"]!.GetValue<string>())).Thing));
        await Walk.FiltersAsync(machine, Path, made);

        var id = made["id"]!.GetValue<string>();
        Assert.Contains(id, (await zhang.GetAsync(Path)).Ids);
        using var other = await ApiClient.PersonAsync(hall.Hall, "18900000066");
        Assert.DoesNotContain(id, (await other.GetAsync(Path)).Ids);
        Assert.Equal("api.not_found", (await other.GetAsync($"{Path}/{id}")).ErrorCode(HttpStatusCode.NotFound));
        Assert.Empty((await other.GetAsync($"{Path}?relatedParty.id={self}")).List);
        Assert.Equal("api.scope", (await zhang.PostAsync(Path, said)).ErrorCode(HttpStatusCode.Forbidden));

        using var visitor = hall.Hall.Visit();
        await visitor.SignInAsync("13300000001");
        Assert.True((await visitor.GetAsync("/me/history")).Says("问过国际漫游"));
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task One_with_nobody_known_is_seen_by_systems_alone()
    {
        var made = await machine.CreateAsync(Path, new { reason = "walked in", direction = "outbound", channel = new[] { new { id = "Sms" } } });
        Assert.Null(made["relatedParty"]);
        Assert.Equal("completed", made["status"]!.GetValue<string>());
        await Walk.FiltersAsync(machine, Path, made);
        using var zhang = await ApiClient.PersonAsync(hall.Hall, "13300000001");
        Assert.DoesNotContain(made["id"]!.GetValue<string>(), (await zhang.GetAsync(Path)).Ids);
    }

    [Fact]
    public async Task What_cannot_be_a_contact_is_refused()
    {
        await Walk.WrongTypesAsync(machine, Path, Contact(), []);
        foreach (var mandatory in (string[])["reason", "direction", "channel"])
        {
            var without = Contact();
            without.Remove(mandatory);
            Assert.Equal("api.missing", (await machine.PostAsync(Path, without)).ErrorCode(HttpStatusCode.BadRequest));
        }
        async Task<string> SaidAsync(HttpStatusCode status, string name, JsonNode value)
        {
            var wrong = Contact();
            wrong[name] = value;
            return (await machine.PostAsync(Path, wrong)).ErrorCode(status);
        }
        Assert.Equal("api.choice", await SaidAsync(HttpStatusCode.BadRequest, "direction", "sideways"));
        Assert.Equal("api.missing", await SaidAsync(HttpStatusCode.BadRequest, "channel", new JsonArray(new JsonObject { ["name"] = "x" })));
        Assert.Equal("touch.in_future", await SaidAsync(HttpStatusCode.UnprocessableEntity, "interactionDate", new JsonObject { ["startDateTime"] = "2999-01-01T00:00:00Z" }));
        Assert.Equal("touch.ends_before", await SaidAsync(HttpStatusCode.UnprocessableEntity, "interactionDate", new JsonObject { ["startDateTime"] = "2026-05-04T10:00:00Z", ["endDateTime"] = "2026-05-04T09:00:00Z" }));
        Assert.Equal("record.too_long", await SaidAsync(HttpStatusCode.UnprocessableEntity, "reason", new string('x', 401)));
        Assert.Equal("party.not_known", await SaidAsync(HttpStatusCode.UnprocessableEntity, "relatedParty", new JsonArray(new JsonObject { ["id"] = Guid.CreateVersion7().ToString() })));
        Assert.Empty(hall.Hall.Faults);
    }
}
