using System.Globalization;
using System.Text.RegularExpressions;
using Wangting.Kernel;

namespace Wangting.Catalogue;

/// <summary>The kinds of values that catalogue files write, each with one notation that people use.</summary>
internal static partial class YamlValues
{
    /// <summary>Of a text in all its languages together.</summary>
    const int MostWords = 1700;

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex Codes();

    [GeneratedRegex(@"^(\d{1,15})\s*([A-Za-z]*)$")]
    private static partial Regex Quantities();

    public static string Code(this YamlPlace at)
    {
        var code = at.Needed();
        if (code.Length > 0 && !Codes().IsMatch(code)) at.Fault("code", ("value", Shortened(code)));
        return code;
    }

    public static bool IsCode(string text) => Codes().IsMatch(text);

    /// <summary>A text of at most so many characters, where there is one.</summary>
    public static string? Short(this YamlPlace at, int most)
    {
        var text = at.Scalar();
        if (text?.Length > most) at.Fault("long", ("most", most));
        return text;
    }

    /// <summary>A map by language, or one text for all.</summary>
    public static LocalText? Words(this YamlPlace at, bool needed = true, int most = 200)
    {
        if (!at.Is)
        {
            if (needed) at.Fault("missing");
            return null;
        }
        if (!at.IsMap) return at.Short(most) is { } one ? LocalText.Of(one, one) : null;
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in at.Entries()) words[language] = text.Short(most) ?? text.Needed();
        if (words.Count == 0) at.Fault("missing");
        if (words.Values.Sum(w => w.Length) > MostWords) at.Fault("long", ("most", MostWords));
        return new LocalText(words);
    }

    public static T OneOf<T>(this YamlPlace at, T standard, bool needed = false) where T : struct, Enum
    {
        if (needed && !at.Is) at.Fault("missing");
        if (at.Scalar() is not { } text) return standard;
        foreach (var value in Enum.GetValues<T>())
            if (Kebab(value.ToString()) == text) return value;
        at.Fault("one_of", ("value", Shortened(text)), ("known", string.Join(", ", Enum.GetValues<T>().Select(v => Kebab(v.ToString())))));
        return standard;
    }

    public static bool Yes(this YamlPlace at, bool standard)
    {
        switch (at.Scalar())
        {
            case null: return standard;
            case "true": return true;
            case "false": return false;
            default:
                at.Fault("one_of", ("value", Shortened(at.Scalar()!)), ("known", "true, false"));
                return standard;
        }
    }

    public static int Number(this YamlPlace at, int least, int most, int standard, bool needed = false)
    {
        if (needed && !at.Is) at.Fault("missing");
        if (at.Scalar() is not { } text) return standard;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        at.Fault("number", ("value", Shortened(text)), ("least", least), ("most", most));
        return standard;
    }

    public static int? NumberIfAny(this YamlPlace at, int least, int most) => at.Is ? at.Number(least, most, least) : null;

    public static Money Amount(this YamlPlace at, Currency currency, bool needed = true)
    {
        if (!at.Is)
        {
            if (needed) at.Fault("missing");
            return Money.Zero;
        }
        var text = at.Scalar();
        if (text is null) return Money.Zero;
        if (!currency.TryRead(text, out var amount)) at.Fault("amount", ("value", Shortened(text)), ("digits", currency.MinorDigits));
        else if (amount.IsNegative) at.Fault("negative", ("value", text));
        return amount;
    }

    /// <summary>Of a block of use: up to six digits after the point.</summary>
    public static UnitPrice Price(this YamlPlace at)
    {
        var text = at.Needed();
        if (text.Length == 0) return default;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) || Math.Abs(price) > 1_000_000 || price * 1_000_000 != decimal.Truncate(price * 1_000_000)) at.Fault("price", ("value", Shortened(text)));
        else if (price < 0) at.Fault("negative", ("value", text));
        else return new UnitPrice((long)(price * 1_000_000));
        return default;
    }

    /// <summary>Such as <c>100 min</c>, <c>10 GB</c>, <c>50</c>, in the unit in which that kind of use is counted.</summary>
    public static long Quantity(this YamlPlace at, UsageKind kind, long standard = 0, bool needed = true)
    {
        if (!at.Is)
        {
            if (needed) at.Fault("missing");
            return standard;
        }
        var text = at.Scalar() ?? "";
        var units = Units(kind);
        if (Quantities().Match(text) is { Success: true } match && units.TryGetValue(match.Groups[2].Value, out var each) && long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is var count && count <= 1_000_000_000_000 / each) return count * each;
        at.Fault("quantity", ("value", Shortened(text)), ("known", string.Join(", ", units.Keys.Where(u => u.Length > 0))));
        return standard;
    }

    /// <summary>Ten-thousandths, written as percent.</summary>
    public static int Percent(this YamlPlace at, int standard, int most = 10_000)
    {
        if (at.Scalar() is not { } text) return standard;
        if (text.EndsWith('%') && decimal.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent * 100 == decimal.Truncate(percent * 100) && percent * 100 <= most) return (int)(percent * 100);
        at.Fault("percent", ("value", Shortened(text)), ("most", most / 100));
        return standard;
    }

    public static DateOnly? Day(this YamlPlace at, bool needed = false)
    {
        if (needed && !at.Is) at.Fault("missing");
        if (at.Scalar() is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        at.Fault("day", ("value", Shortened(text)));
        return null;
    }

    /// <summary>Minute of the day, written as <c>21:00</c>; the end of the day is <c>24:00</c>.</summary>
    public static int Minute(this YamlPlace at)
    {
        var text = at.Needed();
        if (text == "24:00") return 1440;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return (time.Hour * 60) + time.Minute;
        if (text.Length > 0) at.Fault("minute", ("value", Shortened(text)));
        return 0;
    }

    /// <summary>How much of what a person wrote is said back.</summary>
    internal static string Shortened(string text) => text.Length > 60 ? text[..60] + "…" : text;

    internal static Dictionary<string, long> Units(UsageKind kind) => kind switch
    {
        UsageKind.Voice => new(StringComparer.Ordinal) { ["s"] = 1, ["min"] = 60, ["h"] = 3600 },
        UsageKind.Data => new(StringComparer.Ordinal) { ["KB"] = 1, ["MB"] = 1024, ["GB"] = 1024 * 1024 },
        _ => new(StringComparer.Ordinal) { [""] = 1 },
    };

    internal static string Kebab(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
