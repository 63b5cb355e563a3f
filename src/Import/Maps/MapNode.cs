using System.Text;
using System.Text.Json;

namespace Wangting.Import;

/// <summary>A map's JSON with the line of each part, so that what is wrong can be pointed at.</summary>
internal sealed class MapNode
{
    public required JsonTokenType Kind { get; init; }
    public required int Line { get; init; }
    public required string Path { get; init; }
    /// <summary>The text of a string, a number or a truth value, as written.</summary>
    public string Text { get; init; } = "";
    public List<(string Name, MapNode Value)> Members { get; } = [];
    public List<MapNode> Items { get; } = [];

    public MapNode? this[string name] => Members.Find(m => m.Name == name).Value;

    /// <summary>Reads JSON with comments and trailing commas.</summary>
    /// <exception cref="JsonException">It is not JSON; the message says where.</exception>
    public static MapNode Read(byte[] json)
    {
        var text = json.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? json[3..] : json;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 });
        reader.Read();
        var lines = new LineCount(text);
        var node = Read(ref reader, lines, "");
        reader.Read(); // anything after the end is an error the reader raises
        return node;
    }

    static MapNode Read(ref Utf8JsonReader reader, LineCount lines, string path)
    {
        var node = new MapNode
        {
            Kind = reader.TokenType,
            Line = lines.At(reader.TokenStartIndex),
            Path = path,
            Text = reader.TokenType is JsonTokenType.String ? reader.GetString()! : reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? "" : Encoding.UTF8.GetString(reader.ValueSpan),
        };
        if (node.Kind == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                node.Members.Add((name, Read(ref reader, lines, path.Length == 0 ? name : path + "." + name)));
            }
        }
        else if (node.Kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) node.Items.Add(Read(ref reader, lines, $"{path}[{node.Items.Count}]"));
        }
        return node;
    }

    // Tokens come in order, so counting goes on from the last one.
    sealed class LineCount(byte[] text)
    {
        int counted;
        int line = 1;

        public int At(long position)
        {
            line += text.AsSpan(counted, (int)position - counted).Count((byte)'\n');
            counted = (int)position;
            return line;
        }
    }
}
