using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Which zones there are, and in which of them a number lies: the one whose prefix is the longest that fits.</summary>
/// <param name="region">ISO 3166 country of numbers without a country code.</param>
internal sealed class UsageZones(CatalogueTables tables, string region)
{
    readonly HashSet<string> codes = new(tables.Zones, StringComparer.Ordinal);
    readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> prefixes =
        tables.Prefixes.ToDictionary(p => p.Prefix, p => p.Zone, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    readonly int longest = tables.Prefixes.Select(p => p.Prefix.Length).DefaultIfEmpty(0).Max();
    // Reading a number costs more than everything else about an event, and people call the same few.
    readonly Dictionary<string, string?> known = new(StringComparer.Ordinal);

    public bool Has(string code) => code == UsageMatch.Home || codes.Contains(code);

    /// <summary>Null where the number is none, or no prefix fits.</summary>
    public string? Of(string? peer)
    {
        if (peer is null || longest == 0) return null;
        if (known.TryGetValue(peer, out var found)) return found;
        return known[peer] = Find(peer);
    }

    string? Find(string peer)
    {
        // 0085212345678 is dialled where 00 leads abroad; the library knows only the home country's own way.
        if (!PhoneNumber.TryParse(peer.StartsWith("00", StringComparison.Ordinal) ? "+" + peer[2..] : peer, region, out var number)) return null;
        var digits = number.E164.AsSpan(1);
        for (var length = Math.Min(longest, digits.Length); length > 0; length--)
            if (prefixes.TryGetValue(digits[..length], out var zone)) return zone;
        return null;
    }
}
