using System.Buffers;
using System.Text.Json;
using Wangting.Billing;
using Wangting.Kernel;

namespace Wangting.Channels.Api.Usage;

/// <summary>Makes events of lines of JSON. A line that cannot be read costs only itself.</summary>
internal sealed class UsageLines(string source, Currency currency, string country, int longest)
{
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };
    long number;
    bool skipping;

    /// <summary>A line that is not blank.</summary>
    /// <param name="Event">Null where it could not be read: <paramref name="Why"/>.</param>
    public readonly record struct Line(long Number, IncomingUsage? Event, Refusal? Why);

    /// <param name="whole">Nothing comes after this: the last line needs no end.</param>
    /// <param name="rest">What is not read yet.</param>
    public IReadOnlyList<Line> Read(ReadOnlySequence<byte> bytes, bool whole, int most, out ReadOnlySequence<byte> rest)
    {
        var lines = new List<Line>();
        while (lines.Count < most && !bytes.IsEmpty)
        {
            var end = bytes.PositionOf((byte)'\n');
            if (end is null && !whole)
            {
                if (!skipping && bytes.Length <= longest) break;
                // Too long, and there is more of it: said once, and passed over up to its end.
                if (!skipping) lines.Add(new(++number, null, TooLong));
                skipping = true;
                bytes = bytes.Slice(bytes.End);
                break;
            }
            var line = end is { } at ? bytes.Slice(0, at) : bytes;
            bytes = end is { } after ? bytes.Slice(bytes.GetPosition(1, after)) : bytes.Slice(bytes.End);
            if (skipping)
            {
                skipping = false;
                continue;
            }
            number++;
            if (!IsBlank(line)) lines.Add(Parse(line));
        }
        rest = bytes;
        return lines;
    }

    Line Parse(in ReadOnlySequence<byte> line)
    {
        if (line.Length > longest) return new(number, null, TooLong);
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return new(number, null, NotJson);
            var facts = new UsageFacts(currency, country);
            foreach (var part in document.RootElement.EnumerateObject()) facts.Take(part.Name, part.Name == "source" ? "" : part.Name, part.Value);
            return facts.ToEvent(source).Match(made => new Line(number, made, null), why => new Line(number, null, why));
        }
        // Half of a character is found when it is read.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) { return new(number, null, NotJson); }
    }

    Refusal TooLong => Refusal.Invalid("usage.line_too_long", null, ("most", longest / 1024));
    static Refusal NotJson => Refusal.Invalid("usage.line_not_json");

    static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        if (line.Length > 64) return false;
        foreach (var part in line)
            if (part.Span.ContainsAnyExcept(" \t\r"u8)) return false;
        return true;
    }
}
