using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wangting.ChannelTests.Api;

/// <summary>What must hold of every resource, tried by what its own answer says.</summary>
internal static class Walk
{
    /// <summary>The object is found by each of its leaves, and not by another value of it.</summary>
    /// <param name="within">A filter that leaves less than a page, where a list is longer.</param>
    public static async Task FiltersAsync(ApiClient client, string path, JsonObject one, (string Name, string Value)? within = null)
    {
        var id = one["id"]!.GetValue<string>();
        string Page(string leaf) => "&limit=1000" + (within is { } some && some.Name != leaf ? $"&{some.Name}={Uri.EscapeDataString(some.Value)}" : "");
        foreach (var (leaf, value, isText) in Leaves(one, "").Distinct())
        {
            var found = await client.GetAsync($"{path}?{Uri.EscapeDataString(leaf)}={Uri.EscapeDataString(value)}{Page(leaf)}");
            Assert.True(found.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent, $"{leaf}={value}: {found.Text}");
            Assert.True(found.Ids.Contains(id), $"{path} is not found by {leaf}={value}");
            if (leaf is "@type" or "id" || Nothing(leaf)) continue;
            var other = await client.GetAsync($"{path}?{Uri.EscapeDataString(leaf)}={Uri.EscapeDataString(Another(value, isText))}{Page(leaf)}");
            Assert.True(other.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, other.Text);
            if (other.Status == HttpStatusCode.OK && !Says(one, leaf, Another(value, isText))) Assert.False(other.Ids.Contains(id), $"{path} is found by {leaf}={Another(value, isText)} too");
        }
    }

    /// <summary>Every attribute of the wrong type is a 400 that names it.</summary>
    public static async Task WrongTypesAsync(ApiClient client, string path, JsonObject good, IEnumerable<string> but)
    {
        foreach (var name in good.Select(p => p.Key).Except(but).ToArray())
        {
            var bad = (JsonObject)good.DeepClone();
            bad[name] = good[name] is JsonArray or JsonObject ? "text" : good[name]!.GetValueKind() == JsonValueKind.String ? new JsonObject { ["a"] = 1 } : new JsonArray();
            var answer = await client.PostAsync(path, bad);
            Assert.Equal("api.wrong_type", answer.ErrorCode(HttpStatusCode.BadRequest));
            Assert.Contains(name, answer.Thing["message"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    // The moment of the answer is no fact of the thing.
    static bool Nothing(string leaf) => leaf is "accountBalance.validFor.startDateTime" or "billDocument.url";

    static bool Says(JsonObject one, string leaf, string value) => Leaves(one, "").Any(l => l.Path == leaf && l.Value == value);

    static string Another(string value, bool isText) =>
        DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at) && value.Contains('T', StringComparison.Ordinal) ? at.AddDays(-40).ToString("O")
        : isText ? value + "x" : value is "true" ? "false" : value is "false" ? "true" : decimal.Parse(value, CultureInfo.InvariantCulture) + 17 + "";

    static IEnumerable<(string Path, string Value, bool IsText)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject parts => parts.SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Key : path + "." + p.Key)).Where(l => !Nothing(l.Path)),
        JsonArray items => items.SelectMany(i => Leaves(i, path)),
        JsonValue value => [(path, value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(), value.GetValueKind() == JsonValueKind.String)],
        _ => [],
    };
}
