using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>What a client sent, held against what the resource is: after <c>Check</c> every attribute of ours has the
/// type it must have.</summary>
internal sealed class Body(JsonElement root, Currency currency)
{
    /// <summary>Far above any resource, far below what hurts.</summary>
    public const int MostBytes = 256 * 1024;
    const int MostDepth = 32;
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    public JsonElement Root => root;

    public static async Task<Body> ReadAsync(HttpContext http, Currency currency, params string[] types)
    {
        var type = http.Request.ContentType is { } given ? given.Split(';')[0].Trim().ToLowerInvariant() : "";
        if (!types.Contains(type)) throw new Problem(415, "api.content_type", ("wanted", string.Join(", ", types)));
        if (http.Request.ContentLength > MostBytes) throw new Problem(413, "api.too_large", ("most", MostBytes / 1024));
        // Counted here and not by the server's own limit, which would end the connection before the answer is read.
        using var held = new MemoryStream();
        var part = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (await http.Request.Body.ReadAsync(part, http.RequestAborted) is > 0 and var read)
            {
                if (held.Length + read > MostBytes) throw new Problem(413, "api.too_large", ("most", MostBytes / 1024));
                held.Write(part, 0, read);
            }
        }
        finally { ArrayPool<byte>.Shared.Return(part); }
        return new Body(Parse(held.GetBuffer().AsMemory(0, (int)held.Length)), currency);
    }

    static JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new Problem(400, "api.not_an_object");
            var root = document.RootElement.Clone();
            Speak(root);
            return root;
        }
        catch (JsonException fault)
        {
            throw Depth(text.Span) > MostDepth ? new Problem(400, "api.too_deep", ("most", MostDepth)) : new Problem(400, "api.not_json", ("line", (fault.LineNumber ?? 0) + 1), ("at", (fault.BytePositionInLine ?? 0) + 1));
        }
    }

    // Half of a character is no text of any encoding, and no database of ours keeps a NUL: found here, before it is a fault there.
    static void Speak(JsonElement value)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('\0')) throw new Problem(400, "api.text");
        }
        catch (InvalidOperationException) { throw new Problem(400, "api.text"); }
        if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) Speak(item);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var part in value.EnumerateObject())
        {
            if (part.Name.Contains('\0')) throw new Problem(400, "api.text");
            Speak(part.Value);
        }
    }

    // Only to say which of the two it was.
    static int Depth(ReadOnlySpan<byte> text)
    {
        var (depth, most, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && quoted) i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && text[i] is (byte)'{' or (byte)'[' && !quoted) most = Math.Max(most, ++depth);
            else if (!quoted && text[i] is (byte)'}' or (byte)']' && !quoted) depth--;
        }
        return most;
    }

    /// <summary>Every attribute that the resource knows has its type, and on create what must be there is there.</summary>
    public void Check(IEnumerable<Field> fields, bool isNew) => Check(root, fields, "", isNew, patch: !isNew);

    static void Check(JsonElement value, IEnumerable<Field> fields, string above, bool isNew, bool patch)
    {
        foreach (var field in fields)
        {
            var name = above + field.Name;
            if (!value.TryGetProperty(field.Name, out var found))
            {
                if (field.Required && !patch) throw Problem.Missing(name);
                continue;
            }
            if (found.ValueKind == JsonValueKind.Null)
            {
                if (field.Required) throw Problem.Missing(name);
                continue;
            }
            if (field.Name is "id" or "href" && above.Length == 0) continue; // ours to give
            if (!field.Loose && !Fits(found, field.Shape)) throw Problem.WrongType(name, field.Shape);
            if (field.Required && (found.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(found.GetString()) || found.ValueKind == JsonValueKind.Array && found.GetArrayLength() == 0)) throw Problem.Missing(name);
            if (field.Shape == Shape.Object) Check(found, field.Parts, name + ".", isNew, patch: false);
            else if (field.Shape == Shape.List && field.Parts.Count > 0)
                foreach (var item in found.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.Object) throw Problem.WrongType(name, Shape.Object);
                    Check(item, field.Parts, name + ".", isNew, patch: false);
                }
        }
    }

    static bool Fits(JsonElement value, Shape shape) => shape switch
    {
        Shape.Text => value.ValueKind == JsonValueKind.String,
        Shape.Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        Shape.Number => value.ValueKind == JsonValueKind.Number,
        Shape.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        Shape.Time => value.ValueKind == JsonValueKind.String && Reading.Time(value.GetString()!) is not null,
        Shape.Object => value.ValueKind == JsonValueKind.Object,
        Shape.List => value.ValueKind == JsonValueKind.Array,
        _ => true,
    };

    /// <summary>What no column of ours holds, to be kept as it came: unknown attributes, and of those that stand open a word
    /// that is none of ours. One of ours takes away what was kept in its place.</summary>
    public List<KeyValuePair<string, JsonElement>> Extras(IEnumerable<Field> fields)
    {
        var own = fields.Where(f => !f.Kept).ToDictionary(f => f.Name, StringComparer.Ordinal);
        var kept = new List<KeyValuePair<string, JsonElement>>();
        foreach (var part in root.EnumerateObject())
            if (part.Name is "id" or "href") continue;
            else if (!own.TryGetValue(part.Name, out var field)) kept.Add(KeyValuePair.Create(part.Name, part.Value));
            else if (field.Open) kept.Add(KeyValuePair.Create(part.Name, field.Choices is { } ours && part.Value.ValueKind == JsonValueKind.String && ours.Contains(part.Value.GetString()!) ? default : part.Value));
        return kept;
    }

    public bool Has(string name) => root.TryGetProperty(name, out _);

    /// <summary>A part of the body, read the same way; null when it is not there.</summary>
    public Body? Object(string name) => root.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object ? new Body(found, currency) : null;

    public IReadOnlyList<Body> List(string name) =>
        root.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).Select(i => new Body(i, currency))] : [];

    public string? Text(string name) => root.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()!.Trim() is { Length: > 0 } said ? said : null : null;
    public bool? Boolean(string name) => root.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.True or JsonValueKind.False ? found.GetBoolean() : null;
    public long? Whole(string name) => root.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetInt64(out var n) ? n : null;
    public DateTime? Time(string name) => Text(name) is { } text ? Reading.Time(text) : null;
    public DateOnly? Day(string name) => Text(name) is { } text ? Reading.Day(text) : null;
    /// <summary>The id of one of our things; what is none finds nothing.</summary>
    public Guid? Id(string name) => Text(name) is { } text ? Guid.TryParse(text, out var id) ? id : Guid.Empty : null;

    /// <summary>An amount of the operator's currency; another is a refusal.</summary>
    public Money? Amount(string name)
    {
        if (Object(name) is not { } amount) return null;
        if (amount.Text("unit") is { } unit && unit != currency.Code) throw new Problem(422, "api.currency", ("attribute", name), ("wanted", currency.Code));
        if (!amount.Root.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Number) throw Problem.Missing(name + ".value");
        return Reading.Amount(value.GetRawText(), currency) ?? throw new Problem(422, "api.amount", ("attribute", name), ("digits", currency.MinorDigits));
    }

    /// <summary>The same, as TMF654 writes money: <c>amount</c> and <c>units</c>.</summary>
    public Money? Quantity(string name)
    {
        if (Object(name) is not { } quantity) return null;
        if (quantity.Text("units") is { } unit && unit != currency.Code) throw new Problem(422, "api.currency", ("attribute", name), ("wanted", currency.Code));
        if (!quantity.Root.TryGetProperty("amount", out var value) || value.ValueKind != JsonValueKind.Number) throw Problem.Missing(name + ".amount");
        return Reading.Amount(value.GetRawText(), currency) ?? throw new Problem(422, "api.amount", ("attribute", name), ("digits", currency.MinorDigits));
    }

    public Given<string> GivenText(string name) => Has(name) ? new(Text(name)) : Given<string>.Not;
}
