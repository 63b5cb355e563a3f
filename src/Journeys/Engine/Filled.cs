using System.Collections.Immutable;
using System.Globalization;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>The values of a form so far, canonical: an option's key, an amount as 50.00, E.164, yyyy-MM-dd, the text. Read
/// again by the grammar, each is itself.</summary>
public sealed class Filled : IEquatable<Filled>
{
    public static readonly Filled Nothing = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    Filled(ImmutableSortedDictionary<string, string> values) => Values = values;

    public ImmutableSortedDictionary<string, string> Values { get; }

    public static Filled From(IEnumerable<KeyValuePair<string, string>> values) => new(Nothing.Values.SetItems(values));

    public string? this[string key] => Values.GetValueOrDefault(key);
    public bool Has(string key) => Values.ContainsKey(key);
    public Money Money(string key) => new(long.Parse(Values[key].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    public Guid Id(string key) => Guid.TryParse(this[key], out var id) ? id : Guid.Empty;
    public Filled With(string key, string value) => new(Values.SetItem(key, value));
    public Filled Without(IEnumerable<string> keys) => new(Values.RemoveRange(keys));

    public bool Equals(Filled? other) => other is not null && Values.SequenceEqual(other.Values);
    public override bool Equals(object? obj) => Equals(obj as Filled);
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in Values) { hash.Add(key, StringComparer.Ordinal); hash.Add(value, StringComparer.Ordinal); }
        return hash.ToHashCode();
    }
}
