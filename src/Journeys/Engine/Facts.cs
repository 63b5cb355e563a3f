using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>What the modules say at one point of a form.</summary>
public sealed record Facts
{
    public static readonly Facts None = new();

    /// <summary>A finding in place of the category: 「本期应交 129.00 元」.</summary>
    public Text? Title { get; init; }
    public IReadOnlyList<Line> Lines { get; init; } = [];
    public IReadOnlyList<Option> Options { get; init; } = [];
    public IReadOnlyList<Text> Notes { get; init; } = [];
    /// <summary>Offered as the field's value, as one would type or choose it.</summary>
    public string? Suggested { get; init; }
    public Money? Least { get; init; }
    public Money? Most { get; init; }
    /// <summary>On a summary: what is charged now.</summary>
    public Money? Charge { get; init; }
    /// <summary>On a summary: the words of the act, such as 「确认支付 129.00 元」.</summary>
    public Text? Act { get; init; }
    /// <summary>On an answer: what was submitted goes on where its link leads, and waits for it.</summary>
    public bool Waits { get; init; }
    /// <summary>On an answer: what one may want next.</summary>
    public IReadOnlyList<Onward> Onward { get; init; } = [];
    /// <summary>Instead of all this: why not.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Fingerprint of what a summary says: a confirmation counts for the words that were shown, and no others.</summary>
    public string Digest() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { Lines, Charge, Act, Notes }, Json.Plain))))[..16];
}

public enum Tone { Plain, Main, Act, Warn }

/// <summary>A line of a screen: words alone, or a label with its value.</summary>
/// <param name="Share">What is left of a whole, 0 to 1, where a channel can draw it.</param>
public sealed record Line(Text Label, Text? Value = null, Tone Tone = Tone.Plain, double? Share = null);

/// <summary>Something to choose.</summary>
/// <param name="Words">Other words that mean it.</param>
public sealed record Option(string Key, Text Label, Text? Hint = null, IReadOnlyList<string>? Words = null);

/// <summary>A way on from an answer into another journey, with what is known already.</summary>
public sealed record Onward(string Journey, Text Label, IReadOnlyDictionary<string, string>? With = null);

/// <summary>By which facts are known within one step: the same question gives the same facts.</summary>
public sealed record FactsKey(string Journey, string Part, Filled Filled);
