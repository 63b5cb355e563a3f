using System.Collections.Concurrent;
using Wangting.Customers;

namespace Wangting.Storage.Synthetic;

/// <summary>The six-digit areas of a place, as documents name them.</summary>
internal static class Divisions
{
    static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Known = new(StringComparer.Ordinal);

    /// <param name="division">Four digits.</param>
    public static IReadOnlyList<string> AreasOf(string division) => Known.GetOrAdd(division, d =>
        [.. AreaCodes.All.Where(a => a.StartsWith(d, StringComparison.Ordinal) && !a.EndsWith("00", StringComparison.Ordinal) && !a.EndsWith("01", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);
}
