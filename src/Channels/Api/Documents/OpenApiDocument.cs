using System.Buffers;
using System.Text.Json;
using Wangting.Channels.Api.Hub;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Documents;

/// <summary>The OpenAPI 3 document of one interface, or of all joined, written from the same descriptions that answer requests:
/// what it says is what is done.</summary>
internal sealed class OpenApiDocument(IEnumerable<Resource> resources)
{
    readonly Resource[] all = [.. resources];

    public IEnumerable<OpenApi> Apis => all.Select(r => r.Api).Distinct();

    /// <param name="number">Such as TMF632; all of them when null.</param>
    public byte[] Write(string? number)
    {
        var chosen = all.Where(r => number is null || r.Api.Number == number).ToArray();
        var held = new ArrayBufferWriter<byte>(256 * 1024);
        using (var json = new Utf8JsonWriter(held, new JsonWriterOptions { Encoder = Answer.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.0.3");
            json.WriteStartObject("info");
            json.WriteString("title", number is null ? "Wangting Open APIs" : $"{chosen[0].Api.Number} {chosen[0].Api.Title}");
            json.WriteString("version", "4.0.0");
            json.WriteString("description", "TM Forum Open APIs of an online business hall. Lists take fields, offset, limit, sort and an equality filter on any attribute of the answer, parts by dotted name.");
            json.WriteEndObject();
            json.WriteStartArray("servers");
            json.WriteStartObject();
            json.WriteString("url", "/");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("paths");
            foreach (var resource in chosen) WritePaths(json, resource);
            foreach (var api in chosen.GroupBy(r => r.Api)) WriteHub(json, api.Key, api);
            json.WriteEndObject();
            WriteComponents(json, chosen);
            json.WriteEndObject();
        }
        return held.WrittenSpan.ToArray();
    }

    static string Name(Resource resource) => char.ToUpperInvariant(resource.Noun[0]) + resource.Noun[1..];

    static void WritePaths(Utf8JsonWriter json, Resource resource)
    {
        var (name, path) = (Name(resource), ApiDoor.Prefix + "/" + resource.Path);
        json.WriteStartObject(path);
        Operation(json, "get", resource.Api, $"list{name}", $"List {resource.Noun}", ".read", list: resource, answers: [("200", "All that match.", name, true), ("206", "A page of what matches.", name, true)]);
        if (resource.CanCreate) Operation(json, "post", resource.Api, $"create{name}", $"Create {resource.Noun}", ".write", once: resource.CreatesOnce, body: (name + "_Create", "application/json"), answers: [("201", "Created.", name, false)]);
        json.WriteEndObject();
        json.WriteStartObject(path + "/{id}");
        Operation(json, "get", resource.Api, $"retrieve{name}", $"Read {resource.Noun}", ".read", one: true, answers: [("200", "Found.", name, false)]);
        if (resource.CanChange) Operation(json, "patch", resource.Api, $"patch{name}", $"Change {resource.Noun} by a merge patch", ".write", one: true, body: (name + "_Update", "application/merge-patch+json"), answers: [("200", "Changed.", name, false)]);
        if (resource.CanRemove) Operation(json, "delete", resource.Api, $"delete{name}", $"Remove {resource.Noun}", ".write", one: true, answers: [("204", "Removed.", null, false)]);
        json.WriteEndObject();
    }

    static void WriteHub(Utf8JsonWriter json, OpenApi api, IEnumerable<Resource> resources)
    {
        var path = $"{ApiDoor.Prefix}/{api.Base}/hub";
        var types = string.Join(", ", resources.SelectMany(r => Enum.GetValues<RecordChange>().Select(c => HubDoor.TypeOf(r.Noun, c))));
        json.WriteStartObject(path);
        Operation(json, "post", api, $"listenTo{api.Number}", "Be told of changes", ".read", says: $"Events: {types}.", body: ("EventSubscriptionInput", "application/json"), answers: [("201", "Listening; the secret is shown this once.", "EventSubscription", false)]);
        json.WriteEndObject();
        json.WriteStartObject(path + "/{id}");
        Operation(json, "delete", api, $"stopListeningTo{api.Number}", "Be told no more", ".read", one: true, answers: [("204", "Ended.", null, false)]);
        json.WriteEndObject();
    }

    static void Operation(Utf8JsonWriter json, string verb, OpenApi api, string id, string summary, string right, (string Status, string Says, string? Schema, bool Many)[] answers, Resource? list = null, bool one = false, bool once = false, string? says = null, (string Schema, string Type)? body = null)
    {
        json.WriteStartObject(verb);
        json.WriteString("operationId", id);
        json.WriteString("summary", summary);
        if (says is not null) json.WriteString("description", says);
        json.WriteStartArray("tags");
        json.WriteStringValue($"{api.Number} {api.Title}");
        json.WriteEndArray();
        json.WriteStartArray("security");
        json.WriteStartObject();
        json.WriteStartArray("oauth");
        json.WriteStringValue(api.Scope + right);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        WriteParameters(json, list, one, verb == "get", once);
        if (body is { } sent)
        {
            json.WriteStartObject("requestBody");
            json.WriteBoolean("required", true);
            Content(json, sent.Schema, sent.Type, many: false);
            json.WriteEndObject();
        }
        json.WriteStartObject("responses");
        foreach (var (status, meaning, schema, many) in answers)
        {
            json.WriteStartObject(status);
            json.WriteString("description", meaning);
            if (many) WriteCounts(json);
            if (schema is not null) Content(json, schema, "application/json", many);
            json.WriteEndObject();
        }
        json.WriteStartObject("default");
        json.WriteString("description", "What was wrong.");
        Content(json, "Error", "application/json", many: false);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteParameters(Utf8JsonWriter json, Resource? list, bool one, bool reads, bool once)
    {
        json.WriteStartArray("parameters");
        if (one) Parameter(json, "id", "path", new Field("id", Shape.Text), "");
        if (once) Parameter(json, "Idempotency-Key", "header", new Field("Idempotency-Key", Shape.Text), "What makes two requests the same (1 to 100 characters; else correlatorId does): the second answers what the first made.");
        if (reads) Parameter(json, "fields", "query", new Field("fields", Shape.Text), "First-level attributes to answer with, parted by commas.");
        if (list is not null)
        {
            Parameter(json, "offset", "query", new Field("offset", Shape.Whole), "How many to pass over.");
            Parameter(json, "limit", "query", new Field("limit", Shape.Whole), "How many to answer with: 100 unless named, 1000 at most.");
            WriteSort(json, list);
            foreach (var field in list.Fields.Where(f => f.Shape is not (Shape.Object or Shape.List or Shape.Any) && f.Name is not "href")) Parameter(json, field.Name, "query", new Field(field.Name, field.Shape), "Equal to this.");
        }
        json.WriteEndArray();
    }

    static void Parameter(Utf8JsonWriter json, string name, string place, Field field, string says)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", place);
        if (place == "path") json.WriteBoolean("required", true);
        if (says.Length > 0) json.WriteString("description", says);
        json.WritePropertyName("schema");
        Schema(json, field, create: false);
        json.WriteEndObject();
    }

    // One value, parted by commas. A list of choices, so that a generated client cannot name what is refused.
    static void WriteSort(Utf8JsonWriter json, Resource list)
    {
        json.WriteStartObject();
        json.WriteString("name", "sort");
        json.WriteString("in", "query");
        json.WriteString("description", "What to order by, one after the other; a minus turns it round. What lacks the attribute comes last, and equals stand by id.");
        json.WriteString("style", "form");
        json.WriteBoolean("explode", false);
        json.WriteStartObject("schema");
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteString("type", "string");
        json.WriteStartArray("enum");
        foreach (var name in list.SortedBy)
        {
            json.WriteStringValue(name);
            json.WriteStringValue("-" + name);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteCounts(Utf8JsonWriter json)
    {
        json.WriteStartObject("headers");
        foreach (var header in (string[])["X-Total-Count", "X-Result-Count"])
        {
            json.WriteStartObject(header);
            json.WritePropertyName("schema");
            Schema(json, new Field(header, Shape.Whole), create: false);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void Content(Utf8JsonWriter json, string schema, string type, bool many)
    {
        json.WriteStartObject("content");
        json.WriteStartObject(type);
        json.WriteStartObject("schema");
        if (many)
        {
            json.WriteString("type", "array");
            json.WriteStartObject("items");
        }
        json.WriteString("$ref", "#/components/schemas/" + schema);
        if (many) json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteComponents(Utf8JsonWriter json, Resource[] chosen)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("securitySchemes");
        json.WriteStartObject("oauth");
        json.WriteString("type", "oauth2");
        json.WriteStartObject("flows");
        json.WriteStartObject("clientCredentials");
        json.WriteString("tokenUrl", "/connect/token");
        json.WriteStartObject("scopes");
        foreach (var api in chosen.Select(r => r.Api).DistinctBy(a => a.Scope))
            foreach (var right in (string[])["read", "write"]) json.WriteString($"{api.Scope}.{right}", $"{right} {api.Title}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("schemas");
        foreach (var resource in chosen)
        {
            json.WritePropertyName(Name(resource));
            ObjectSchema(json, resource.Fields, create: false, always: ["id", "href"]);
            foreach (var (create, suffix) in ((bool, string)[])[(true, "_Create"), (false, "_Update")])
            {
                if (create ? !resource.CanCreate : !resource.CanChange) continue;
                json.WritePropertyName(Name(resource) + suffix);
                ObjectSchema(json, resource.Fields.Where(f => f.Name is not ("id" or "href")), create, always: [], wholeParts: true);
            }
        }
        json.WritePropertyName("Error");
        ObjectSchema(json, [new("code", Shape.Text), new("reason", Shape.Text), new("message", Shape.Text), new("status", Shape.Text), new("@type", Shape.Text)], create: false, always: ["code", "reason"]);
        json.WritePropertyName("EventSubscription");
        ObjectSchema(json, [new("id", Shape.Text), new("callback", Shape.Text), new("query", Shape.Text), new("secret", Shape.Text)], create: false, always: ["id", "callback"]);
        json.WritePropertyName("EventSubscriptionInput");
        ObjectSchema(json, [new("callback", Shape.Text) { Required = true, Example = "https://listener.example/events" }, new("query", Shape.Text), new("secret", Shape.Text)], create: true, always: []);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="wholeParts">A change names what it changes, but an object or list it names whole, with what must be in it.</param>
    static void ObjectSchema(Utf8JsonWriter json, IEnumerable<Field> fields, bool create, string[] always, bool wholeParts = false)
    {
        json.WriteStartObject();
        json.WriteString("type", "object");
        var listed = fields.DistinctBy(f => f.Name).ToArray();
        var required = listed.Where(f => create && f.Required).Select(f => f.Name).Union(always).ToArray();
        if (required.Length > 0)
        {
            json.WriteStartArray("required");
            foreach (var name in required) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        json.WriteStartObject("properties");
        foreach (var field in listed)
        {
            json.WritePropertyName(field.Name);
            Schema(json, field, create || wholeParts);
        }
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", true);
        json.WriteEndObject();
    }

    static void Schema(Utf8JsonWriter json, Field field, bool create)
    {
        if (field.Shape == Shape.Object && field.Parts.Count > 0)
        {
            ObjectSchema(json, field.Parts, create, []);
            return;
        }
        json.WriteStartObject();
        if (!field.Loose) WriteType(json, field, create);
        if (field is { Choices: { } choices, Open: false })
        {
            json.WriteStartArray("enum");
            foreach (var choice in choices.Distinct()) json.WriteStringValue(choice);
            json.WriteEndArray();
        }
        if (field.Example is { } example)
            if (field.Shape is Shape.Number or Shape.Whole)
            {
                json.WritePropertyName("example");
                json.WriteRawValue(example);
            }
            else json.WriteString("example", example);
        json.WriteEndObject();
    }

    static void WriteType(Utf8JsonWriter json, Field field, bool create)
    {
        switch (field.Shape)
        {
            case Shape.Text: json.WriteString("type", "string"); break;
            case Shape.Time:
                json.WriteString("type", "string");
                json.WriteString("format", "date-time");
                break;
            case Shape.Whole: json.WriteString("type", "integer"); break;
            case Shape.Number: json.WriteString("type", "number"); break;
            case Shape.Boolean: json.WriteString("type", "boolean"); break;
            case Shape.Object:
                json.WriteString("type", "object");
                json.WriteBoolean("additionalProperties", true);
                break;
            case Shape.List:
                json.WriteString("type", "array");
                json.WritePropertyName("items");
                if (field.Parts.Count > 0) ObjectSchema(json, field.Parts, create, []);
                else
                {
                    json.WriteStartObject();
                    json.WriteEndObject();
                }
                break;
        }
    }
}
