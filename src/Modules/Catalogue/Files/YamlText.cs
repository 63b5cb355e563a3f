using System.Globalization;
using Wangting.Kernel;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Wangting.Catalogue;

/// <summary>Values as catalogue files write them: what <see cref="YamlValues"/> reads.</summary>
internal static class YamlText
{
    /// <summary>A map without the parts that say nothing.</summary>
    public static YamlMappingNode Map(bool flow, params (string Key, YamlNode? Value)[] parts)
    {
        var map = new YamlMappingNode { Style = flow ? MappingStyle.Flow : MappingStyle.Block };
        foreach (var (key, value) in parts)
            if (value is not null) map.Add(key, value);
        return map;
    }

    /// <summary>A list, or nothing where it is empty.</summary>
    public static YamlSequenceNode? List(bool flow, IEnumerable<YamlNode> items)
    {
        var list = new YamlSequenceNode(items) { Style = flow ? SequenceStyle.Flow : SequenceStyle.Block };
        return list.Children.Count == 0 ? null : list;
    }

    public static YamlNode Plain(string text) => new YamlScalarNode(text);

    // What people wrote is quoted: a name may look like a number, or like nothing.
    public static YamlNode Said(string text) => new YamlScalarNode(text) { Style = ScalarStyle.DoubleQuoted };

    public static YamlNode? Said(string? text, string standard) => text is null || text == standard ? null : Said(text);

    public static YamlNode Words(LocalText text) => Map(flow: true, [.. text.Words.OrderByDescending(w => w.Key == Texts.Fallback).ThenBy(w => w.Key, StringComparer.Ordinal).Select(w => (w.Key, (YamlNode?)Said(w.Value)))]);

    public static YamlNode Number(long number) => Plain(number.ToString(CultureInfo.InvariantCulture));

    public static YamlNode? Number(long? number, long? standard) => number is not { } said || number == standard ? null : Number(said);

    public static YamlNode? Yes(bool said, bool standard) => said == standard ? null : Plain(said ? "true" : "false");

    public static YamlNode Name<T>(T value) where T : struct, Enum => Plain(YamlValues.Kebab(value.ToString()));

    public static YamlNode? Name<T>(T value, T standard) where T : struct, Enum => EqualityComparer<T>.Default.Equals(value, standard) ? null : Name(value);

    public static YamlNode Day(DateOnly day) => Plain(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static YamlNode Minute(int minute) => Plain(string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}"));

    public static YamlNode Amount(Money amount, Currency currency)
    {
        var scale = currency.MinorDigits switch { 0 => 1m, 1 => 10m, 2 => 100m, _ => 1000m };
        return Plain((amount.Minor / scale).ToString("F" + currency.MinorDigits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    /// <param name="micro">Millionths of the main unit.</param>
    public static YamlNode Price(long micro) => Plain((micro / 1_000_000m).ToString("0.00####", CultureInfo.InvariantCulture));

    /// <param name="share">Ten-thousandths.</param>
    public static YamlNode Percent(int share) => Plain((share / 100m).ToString("0.##", CultureInfo.InvariantCulture) + "%");

    /// <summary>In the largest unit that it is whole in.</summary>
    public static YamlNode Quantity(long quantity, UsageKind kind)
    {
        var (unit, each) = YamlValues.Units(kind).OrderByDescending(u => u.Value).First(u => quantity % u.Value == 0 && (quantity != 0 || u.Value == 1));
        var count = (quantity / each).ToString(CultureInfo.InvariantCulture);
        return Plain(unit.Length == 0 ? count : count + " " + unit);
    }
}
