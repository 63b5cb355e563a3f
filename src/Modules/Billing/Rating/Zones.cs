using Wangting.Catalogue;

namespace Wangting.Billing.Rating;

/// <summary>The codes of zones as small numbers. 0 is a zone that is not known: it fits only what asks for no zone.</summary>
public sealed class Zones
{
    readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal) { [UsageMatch.Home] = 1 };

    public const ushort Unknown = 0, Home = 1;

    public Zones(IEnumerable<string> codes)
    {
        foreach (var code in codes) numbers.TryAdd(code, checked((ushort)(numbers.Count + 1)));
    }

    public int Count => numbers.Count + 1;

    public ushort Of(string? code) => code is not null && numbers.TryGetValue(code, out var number) ? number : Unknown;

    /// <summary>One bit for each; null for any.</summary>
    internal ulong[]? Set(IReadOnlyList<string> codes)
    {
        if (codes.Count == 0) return null;
        var set = new ulong[(Count + 63) / 64];
        foreach (var code in codes)
            if (Of(code) is > Unknown and var number) set[number >> 6] |= 1UL << number;
        return set;
    }

    internal static bool Has(ulong[] set, ushort zone) => zone >> 6 < set.Length && (set[zone >> 6] >> zone & 1) != 0;
}
