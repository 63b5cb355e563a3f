using Wangting.Kernel;

namespace Wangting.Journeys;

public enum FieldKind { Choice, Amount, Number, Phone, Date, Text, Code, Photo, Consent }

/// <summary>One thing to learn from the person.</summary>
/// <param name="Key">In filled values and text keys: <c>journey.pay.amount</c> is its prompt.</param>
public sealed record Field(string Key, FieldKind Kind)
{
    /// <summary>Keys of fields whose values its prompt, options or limits depend on.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
    /// <summary>Asked only when this holds.</summary>
    public Func<Filled, bool> When { get; init; } = static _ => true;
    /// <summary>Validation beyond its kind; gets the canonical value. Pure: what must be looked up is in the facts.</summary>
    public Func<string, Filled, Refusal?> Check { get; init; } = static (_, _) => null;
    /// <summary>A choice of one is taken without asking.</summary>
    public bool TakesOnlyOption { get; init; }
    /// <summary>Of words: a code of digits, in groups perhaps. A phone shows its number keys, and no link carries it.</summary>
    public bool Digits { get; init; }
    public int MostCharacters { get; init; } = 200;
    public long Least { get; init; }
    public long Most { get; init; } = long.MaxValue;
    /// <summary>The proof needed to be asked this, and how fresh it must be.</summary>
    public Assurance Needs { get; init; } = Assurance.None;
    public TimeSpan Within { get; init; } = TimeSpan.MaxValue;
    /// <summary>The web's <c>autocomplete</c> token (HTML 4.10.18.7), such as <c>email</c>.</summary>
    public string? AutoComplete { get; init; }

    public bool DependsOnAny(IEnumerable<string> keys) => keys.Any(After.Contains);
}
