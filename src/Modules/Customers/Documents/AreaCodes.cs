using System.Collections.Frozen;

namespace Wangting.Customers;

/// <summary>Six-digit area codes of GB/T 2260 in any of its revisions: a code that was withdrawn stays in the numbers of
/// those born or registered under it.</summary>
internal static class AreaCodes
{
    static readonly Lazy<FrozenSet<string>> Known = new(Read);

    public static bool Has(string code) => Known.Value.Contains(code);
    public static IReadOnlyCollection<string> All => Known.Value;

    static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(AreaCodes).Assembly.GetManifestResourceStream("Wangting.Customers.address-codes.csv")!);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        reader.ReadLine(); // the header
        while (reader.ReadLine() is { } line)
            foreach (var area in line[5..].Split(' ')) codes.Add(line[..4] + area);
        return codes.ToFrozenSet(StringComparer.Ordinal);
    }
}
