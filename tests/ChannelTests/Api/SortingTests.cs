using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Api;

public sealed class Sorting_over_the_api_on_SQLite(SqliteApiHall hall) : Sorting_over_the_api(hall), IClassFixture<SqliteApiHall>;

public sealed class Sorting_over_the_api_on_PostgreSQL(PostgresApiHall hall) : Sorting_over_the_api(hall), IClassFixture<PostgresApiHall>;

public abstract class Sorting_over_the_api(ApiHall hall)
{
    const string Individual = "party/v4/individual";
    readonly ApiClient machine = hall.Machine;

    [Fact]
    public async Task Every_list_stands_in_the_order_of_each_attribute_that_the_document_offers()
    {
        var (asked, told) = (0, 0);
        foreach (var (path, name) in await OfferedAsync())
        {
            asked++;
            var answer = await machine.GetAsync($"{path}?sort={name}&fields={name.TrimStart('-')}&limit=1000");
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent, $"{path} by {name}: {answer.Text}");
            var rows = answer.List.Select(o => (Id: o!["id"]!.GetValue<string>(), Value: Comparable(o[name.TrimStart('-')]))).ToArray();
            var wanted = rows.OrderBy(r => r.Value is null).ThenBy(r => r.Value, Falling(name)).ThenBy(r => r.Id, StringComparer.Ordinal);
            Assert.True(rows.SequenceEqual(wanted), $"{path} by {name}: {string.Join(", ", rows.Select(r => r.Value))}");
            if (rows.Select(r => r.Value).Distinct().Count() > 1) told++;
        }
        Assert.True(told > 60, $"Of {asked} orders only {told} had anything to put in order.");
        Assert.Empty(hall.Hall.Faults);
    }

    [Fact]
    public async Task Several_attributes_order_one_within_the_other_and_pages_share_no_row()
    {
        foreach (var (given, born) in ((string, string?)[])[("b", null), ("a", "1990-01-01"), ("a", "1980-01-01"), ("阿", null), ("Z", "1990-01-01"), ("b", null), ("ä", "1990-01-01"), ("b", "2000-01-01")])
            await machine.CreateAsync(Individual, born is null ? new { givenName = given, familyName = "Sorted" } : new { givenName = given, familyName = "Sorted", birthDate = born + "T00:00:00Z" });
        Assert.Equal("Z 1990, a 1980, a 1990, b 2000, b, b, ä 1990, 阿", await NamesAsync("sort=givenName,birthDate"));
        Assert.Equal("阿, ä 1990, b 2000, b, b, a 1990, a 1980, Z 1990", await NamesAsync("sort=-givenName,-birthDate"));
        Assert.Equal("b 2000, Z 1990, a 1990, ä 1990, a 1980, b, b, 阿", await NamesAsync("sort=-birthDate&sort=%2BgivenName,-givenName,-id"));
        var all = await machine.GetAsync(Individual + "?familyName=Sorted&sort=-familyName");
        Assert.Equal(all.Ids.Order(StringComparer.Ordinal), all.Ids);
        List<string> paged = [];
        for (var offset = 0; offset < 8; offset += 3) paged.AddRange((await machine.GetAsync($"{Individual}?familyName=Sorted&sort=birthDate&limit=3&offset={offset}")).Ids);
        Assert.Equal(8, paged.Distinct().Count());
        Assert.Equal((await machine.GetAsync(Individual + "?familyName=Sorted&sort=-id")).Ids.Reverse(), all.Ids);
        Assert.Empty(hall.Hall.Faults);

        async Task<string> NamesAsync(string sort) => string.Join(", ", (await machine.GetAsync($"{Individual}?familyName=Sorted&fields=givenName,birthDate&{sort}")).List
            .Select(p => $"{p!["givenName"]} {p["birthDate"]?.GetValue<string>()[..4]}".Trim()));
    }

    [Theory]
    [InlineData("shoeSize")]
    [InlineData("contactMedium")]
    [InlineData("nationality")]
    [InlineData("href")]
    [InlineData("-")]
    [InlineData("givenName,-%00")]
    [InlineData("givenName;id")]
    public async Task What_no_list_can_stand_by_is_refused_with_what_it_can(string sort)
    {
        var answer = await machine.GetAsync($"{Individual}?sort={sort}");
        Assert.Equal("api.sort_unknown", answer.ErrorCode(HttpStatusCode.BadRequest));
        Assert.Contains("givenName, familyName", answer.Thing["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(hall.Hall.Faults);
    }

    // As a generator reads it.
    async Task<IReadOnlyList<(string Path, string Name)>> OfferedAsync() =>
        [.. from path in (await machine.GetAsync("/openapi/all.json")).Thing["paths"]!.AsObject()
            from parameter in path.Value!["get"]?["parameters"]?.AsArray() ?? []
            where (string?)parameter!["name"] == "sort"
            from name in parameter["schema"]!["items"]!["enum"]!.AsArray()
            select (path.Key, name!.GetValue<string>())];

    static IComparable? Comparable(JsonNode? value) => value switch
    {
        null => null,
        JsonObject amount => (amount["value"] ?? amount["amount"])!.GetValue<decimal>(),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
            JsonValueKind.Number => value.GetValue<decimal>(),
            _ => value.GetValue<string>() is [_, _, _, _, '-', _, _, '-', _, _, 'T', ..] time && DateTime.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at) ? at : new Word(value.GetValue<string>()),
        },
    };

    static Comparer<IComparable?> Falling(string name) => Comparer<IComparable?>.Create((a, b) => name[0] == '-' ? Compare(b, a) : Compare(a, b));

    static int Compare(IComparable? a, IComparable? b) => a is null || b is null ? 0 : a.CompareTo(b);

    sealed record Word(string Letters) : IComparable
    {
        public int CompareTo(object? other) => string.CompareOrdinal(Letters, ((Word)other!).Letters);
    }
}
