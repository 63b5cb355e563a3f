using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Wangting.Kernel;

/// <summary>A text to be worded later, by the door, in the reader's language: a key and the values it names.</summary>
public sealed record Text(string Key, IReadOnlyDictionary<string, object?>? Values = null)
{
    public static Text Of(string key, params (string Name, object? Value)[] values) =>
        new(key, values.Length == 0 ? null : values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));

    /// <summary>Words that are data already (a plan's name): shown as they are.</summary>
    public static Text Plain(string words) => Of("plain", ("words", words));
}

/// <summary>Words that are data in several languages, such as an offer's name.</summary>
/// <param name="Words">By BCP 47 tag.</param>
public sealed record LocalText(IReadOnlyDictionary<string, string> Words)
{
    public static LocalText Of(string zh, string en) => new(new Dictionary<string, string>(StringComparer.Ordinal) { ["zh-CN"] = zh, ["en"] = en });

    /// <summary>In the language asked, else in any that there is.</summary>
    public string In(string language) =>
        Words.TryGetValue(language, out var words) ? words : Words.Count == 0 ? "" : Words.OrderBy(w => w.Key, StringComparer.Ordinal).Last().Value;
}

/// <summary>Every sentence the system says, by language and key. Adding a language is adding a folder of files.</summary>
/// <remarks>A text names values in braces: <c>{amount}</c>. Kinds of value are formatted here and nowhere else: money
/// with the currency's symbol, <c>{amount:figure}</c> bare, <c>{change:difference}</c> signed, dates as
/// <c>{day:date}</c> (day), <c>{day:month}</c>, <c>{at:time}</c>, <c>{at:datetime}</c>, all in the operator's time zone.
/// English plurals: <c>{count|line|lines}</c> gives the word alone.</remarks>
public sealed class Texts(FrozenDictionary<string, FrozenDictionary<string, string>> languages, Currency currency, TimeZoneInfo zone)
{
    public const string Fallback = "zh-CN";

    public IEnumerable<string> Languages => languages.Keys.Order(StringComparer.Ordinal);
    public IEnumerable<string> Keys(string language) => languages[language].Keys;
    public Currency Currency => currency;
    public TimeZoneInfo Zone => zone;

    /// <summary>The day where the operator is, at an instant.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));

    /// <summary>Reads <c>Texts/&lt;language&gt;/&lt;area&gt;.json</c> embedded in an assembly.</summary>
    public static Texts Load(Assembly assembly, Currency currency, TimeZoneInfo zone)
    {
        var found = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Texts.", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal)))
        {
            var folder = name[(name.IndexOf(".Texts.", StringComparison.Ordinal) + 7)..].Split('.')[0].Replace('_', '-');
            using var stream = assembly.GetManifestResourceStream(name)!;
            var words = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
            if (!found.TryGetValue(folder, out var all)) found[folder] = all = new(StringComparer.Ordinal);
            foreach (var (key, text) in words)
                if (!all.TryAdd(key, text)) throw new InvalidOperationException($"Text '{key}' stands twice in {folder} (second time in {name}).");
        }
        return new Texts(found.ToFrozenDictionary(l => l.Key, l => l.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal), currency, zone);
    }

    public bool Has(string language, string key) => languages.TryGetValue(language, out var all) && all.ContainsKey(key);

    public string Say(string language, Text text) => Say(language, text.Key, text.Values);
    public string Say(string language, Refusal refusal) => Say(language, refusal.Code, refusal.Details);
    public string Say(string language, string key, params (string Name, object? Value)[] values) =>
        Say(language, key, values.Length == 0 ? null : values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));

    /// <summary>The sentence; a key without a text comes back as itself in brackets, which a test would catch.</summary>
    public string Say(string language, string key, IReadOnlyDictionary<string, object?>? values)
    {
        if (key == "plain") return Value(language, values?["words"], "");
        if (!languages.TryGetValue(language, out var all)) all = languages[Fallback];
        if (!all.TryGetValue(key, out var template) && !languages[Fallback].TryGetValue(key, out template)) return "[" + key + "]";
        return template.Contains('{', StringComparison.Ordinal) ? Fill(language, template, values) : template;
    }

    string Fill(string language, string template, IReadOnlyDictionary<string, object?>? values)
    {
        var said = new StringBuilder(template.Length + 32);
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0) return said.Append(template, at, template.Length - at).ToString();
            said.Append(template, at, open - at);
            var slot = template[(open + 1)..close];
            var plural = slot.Split('|');
            var parts = plural[0].Split(':', 2);
            object? value = null;
            if (values?.TryGetValue(parts[0], out value) != true) said.Append('{').Append(slot).Append('}');
            else if (plural.Length == 3) said.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture) == 1 ? plural[1] : plural[2]);
            else said.Append(Value(language, value, parts.Length == 2 ? parts[1] : ""));
            at = close + 1;
        }
        return said.ToString();
    }

    /// <summary>One value as it is read in a language.</summary>
    public string Value(string language, object? value, string form)
    {
        var culture = Culture(language);
        return value switch
        {
            null => "",
            string s => s,
            Text t => Say(language, t),
            LocalText t => t.In(language),
            Money m => form switch
            {
                "figure" => currency.Figure(m, culture),
                "difference" => currency.Difference(m, culture),
                _ => language.StartsWith("zh", StringComparison.Ordinal) && currency.Code == "CNY" && form != "symbol" ? currency.Figure(m, culture) + "\u00A0元" : currency.Say(m, culture),
            },
            DateTime at => When(language, TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc), zone), form, culture),
            DateOnly day => When(language, day.ToDateTime(TimeOnly.MinValue), form.Length == 0 ? "date" : form, culture),
            Enum e => Say(language, "enum." + e.GetType().Name + "." + e),
            IFormattable f => f.ToString(form.Length == 0 ? null : form, culture),
            _ => value.ToString() ?? "",
        };
    }

    static string When(string language, DateTime local, string form, CultureInfo culture)
    {
        var zh = language.StartsWith("zh", StringComparison.Ordinal);
        return form switch
        {
            "month" => local.ToString(zh ? "yyyy 年 M 月" : "MMMM yyyy", culture),
            "monthshort" => local.ToString(zh ? "M 月" : "MMMM", culture),
            "day" => local.ToString(zh ? "M 月 d 日" : "d MMM", culture),
            "time" => local.ToString("HH:mm", culture),
            "datetime" => local.ToString(zh ? "yyyy 年 M 月 d 日 HH:mm" : "d MMM yyyy, HH:mm", culture),
            "daytime" => local.ToString(zh ? "M 月 d 日 HH:mm" : "d MMM, HH:mm", culture),
            "iso" => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => local.ToString(zh ? "yyyy 年 M 月 d 日" : "d MMM yyyy", culture),
        };
    }

    public static CultureInfo Culture(string language) => CultureInfo.GetCultureInfo(language);
}
