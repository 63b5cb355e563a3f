using System.Text.Json.Nodes;
using Wangting.ChannelTests.Web;

namespace Wangting.ChannelTests.Doors;

/// <summary>The interfaces as they describe themselves: what every client is told of is what is tried.</summary>
sealed class Interface(JsonObject document)
{
    public static async Task<Interface> ReadAsync(RunningHall hall)
    {
        using var http = new HttpClient { BaseAddress = hall.Address };
        return new(JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/all.json", UriKind.Relative)))!.AsObject());
    }

    /// <summary>Address and body of everything that can be created or changed, and of every subscription.</summary>
    public IEnumerable<(string Path, string Method, string Type, JsonObject Body)> Writes =>
        from path in document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        let content = method.Value!["requestBody"]?["content"]?.AsObject()
        where content is not null
        let kind = content.Single()
        select (path.Key, method.Key.ToUpperInvariant(), kind.Key, Schema(kind.Value!["schema"]!));

    /// <summary>Address and resource of every list.</summary>
    public IEnumerable<(string Path, JsonObject Resource)> Lists =>
        from path in document["paths"]!.AsObject()
        where path.Value!["get"] is not null && !path.Key.EndsWith("{id}", StringComparison.Ordinal)
        select (path.Key, Schema(path.Value!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["items"]!));

    JsonObject Schema(JsonNode reference) => document["components"]!["schemas"]![reference["$ref"]!.GetValue<string>().Split('/')[^1]]!.AsObject();

    /// <summary>Every attribute, parts by dotted name.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Attributes(JsonObject schema, string above = "") =>
        schema["properties"] is not JsonObject properties ? [] : properties.SelectMany(p => Attributes(p.Value!.AsObject(), p.Key, above));

    static IEnumerable<(string, JsonObject)> Attributes(JsonObject attribute, string name, string above) =>
        Attributes(Inner(attribute) ?? attribute, above + name + ".").Prepend((above + name, attribute));

    /// <summary>Of each item of a list.</summary>
    static JsonObject? Inner(JsonObject schema) => (string?)schema["type"] == "array" ? schema["items"]!.AsObject() : null;

    /// <summary>Something of the right type in every attribute that has to be there, and in the one that is asked for.</summary>
    public static JsonNode Good(JsonObject schema, string? also = null, JsonNode? value = null) => (string?)schema["type"] switch
    {
        "object" or null when schema["properties"] is JsonObject properties => GoodObject(schema, properties, also, value),
        "array" => new JsonArray(also is null && schema["items"]!["properties"] is null ? [] : [Good(schema["items"]!.AsObject(), also, value)]),
        "integer" or "number" => 1,
        "boolean" => true,
        "object" => new JsonObject(),
        _ => (string?)schema["format"] == "date-time" ? "2026-11-01T00:00:00Z" : "text",
    };

    static JsonObject GoodObject(JsonObject schema, JsonObject properties, string? also, JsonNode? value)
    {
        var made = new JsonObject();
        var required = schema["required"]?.AsArray().Select(r => r!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        var (first, rest) = also?.IndexOf('.', StringComparison.Ordinal) is { } at and > 0 ? (also[..at], also[(at + 1)..]) : (also, null);
        foreach (var (name, of) in properties)
            if (name == first) made[name] = rest is null ? value!.DeepClone() : Good(of!.AsObject(), rest, value);
            else if (required.Contains(name)) made[name] = Good(of!.AsObject());
        return made;
    }

    /// <summary>One of every type of JSON that this is not; empty where anything goes.</summary>
    public static IEnumerable<JsonNode> Wrong(JsonObject schema)
    {
        if ((string?)schema["type"] is not { } type) yield break;
        if (type != "string") yield return "text";
        if ((string?)schema["format"] == "date-time") foreach (var none in (string[])["yesterday", "", "2026-13-45T99:00:00Z", "20261101"]) yield return none;
        if (type is not ("integer" or "number")) yield return 7;
        if (type is "integer") foreach (var none in (double[])[1.5, 1e30]) yield return none;
        if (type != "boolean") yield return true;
        if (type != "array") yield return new JsonArray();
        if (type != "array") yield return new JsonArray("text");
        if (type != "object") yield return new JsonObject { ["a"] = 1 };
        if (type == "array" && schema["items"]!["properties"] is not null) foreach (var item in (JsonNode[])["text", 7, true, new JsonArray()]) yield return new JsonArray(item);
    }
}
