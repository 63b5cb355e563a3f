using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Wangting.Kernel;

namespace Wangting.Import;

/// <summary>What reading needs to know of the operator.</summary>
/// <param name="Region">ISO 3166 country of numbers without a country code.</param>
internal sealed record Reading(Currency Currency, string Region, TimeZoneInfo Zone)
{
    const int Most = 100_000;
    readonly ConcurrentDictionary<string, string?> phones = new(StringComparer.Ordinal);

    /// <summary>A number as E.164, or null. Reading one costs more than the rest of a row, and files name the same ones again and again.</summary>
    public string? Phone(string text)
    {
        if (phones.TryGetValue(text, out var known)) return known;
        if (phones.Count >= Most) phones.Clear();
        return phones[text] = PhoneNumber.TryParse(text, Region, out var number) ? number.E164 : null;
    }
}

/// <summary>Turns a row's text into a field's value.</summary>
internal static class FieldReading
{
    static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "yyyy.M.d", "yyyy年M月d日"];
    static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyyMMddHHmmss",
        .. DateFormats,
    ];
    static readonly HashSet<string> YesWords = new(["yes", "y", "true", "t", "1", "是", "有"], StringComparer.OrdinalIgnoreCase);
    static readonly HashSet<string> NoWords = new(["no", "n", "false", "f", "0", "否", "无"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The value, null where the row has none, or what is wrong with it.</summary>
    public static Outcome<object?> Read(Field field, ValueMap map, RowValues row, Reading reading)
    {
        var text = map.From.Fill(row);
        if (text is not null && map.Table is not null && !map.Table.TryGetValue(text, out text))
        {
            if (map.Else is null) return Wrong("value.not_in_table", field);
            text = map.Else;
        }
        text ??= map.Blank;
        if (string.IsNullOrEmpty(text)) return field.Required ? Wrong("value.missing", field) : (object?)null;
        if (field.Type != FieldType.Text && text.Length > 100) return Wrong("value.too_long", field, ("most", 100));
        return field.Type switch
        {
            FieldType.Text => ReadText(field, text),
            FieldType.Choice => field.Choices!.Contains(text) ? text : Wrong("value.not_a_choice", field, ("words", string.Join(", ", field.Choices!))),
            FieldType.Money => ReadMoney(field, map, text, reading.Currency),
            FieldType.Integer => ReadInteger(field, map, text),
            FieldType.Date => ReadDate(field, map, text, row),
            FieldType.Time => ReadTime(field, map, text, row, reading.Zone),
            FieldType.Phone => reading.Phone(text) is { } number ? number : Wrong("value.not_phone", field),
            _ => ReadYesNo(field, map, text),
        };
    }

    static Outcome<object?> ReadText(Field field, string text)
    {
        if (text.Length > field.Max) return Wrong("value.too_long", field, ("most", field.Max));
        // PostgreSQL refuses NUL; other control characters come from binary fields and show as boxes.
        foreach (var c in text)
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) return Wrong("value.control_characters", field);
        return text;
    }

    static Outcome<object?> ReadMoney(Field field, ValueMap map, string text, Currency currency)
    {
        if (map.Digits is { } digits)
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor)) return Wrong("value.not_money", field);
            text = (minor * new decimal(1, 0, 0, false, (byte)digits)).ToString(CultureInfo.InvariantCulture);
        }
        else if (map.Decimal == ',') text = Swapped(text);
        return currency.TryRead(text, out var amount) ? amount : Wrong("value.not_money", field);
    }

    static Outcome<object?> ReadInteger(Field field, ValueMap map, string text)
    {
        if (map.Decimal == ',') text = Swapped(text);
        if (!decimal.TryParse(text.Normalize(NormalizationForm.FormKC), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > 1_000_000_000_000_000m) return Wrong("value.not_integer", field);
        // With a factor the file counts in larger units (minutes, megabytes) and parts of them are rounded to ours.
        if (map.Times != 1)
        {
            number = Math.Round(number * map.Times, MidpointRounding.AwayFromZero);
            if (Math.Abs(number) > long.MaxValue / 2) return Wrong("value.not_integer", field);
        }
        return number == decimal.Truncate(number) ? (long)number : Wrong("value.not_integer", field);
    }

    static Outcome<object?> ReadDate(Field field, ValueMap map, string text, RowValues row)
    {
        foreach (var format in map.Formats ?? DateFormats)
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var day))
                return Earlier(map, row, day) is { } earlier ? DateOnly.FromDateTime(earlier) : Wrong("value.not_months", field);
        return Wrong("value.not_date", field);
    }

    static Outcome<object?> ReadTime(Field field, ValueMap map, string text, RowValues row, TimeZoneInfo zone)
    {
        foreach (var format in map.Formats ?? TimeFormats)
        {
            // Times that name their offset are what they say; others are the map's zone's.
            if (!DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)) continue;
            if (Earlier(map, row, read.DateTime) is not { } local) return Wrong("value.not_months", field);
            if (NamesOffset(text, format)) return new DateTimeOffset(local, read.Offset);
            if (zone.IsInvalidTime(local)) return Wrong("value.no_such_time", field);
            return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone.GetUtcOffset(local));
        }
        return Wrong("value.not_date", field);
    }

    static bool NamesOffset(string text, string format) =>
        format.Contains('z', StringComparison.Ordinal)
        || (format.EndsWith('K') && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf(':', StringComparison.Ordinal)));

    // "minusMonths": a length of time up to a known day, for files that say how long and not since when.
    static DateTime? Earlier(ValueMap map, RowValues row, DateTime day)
    {
        if (map.MinusMonths is null) return day;
        return int.TryParse(map.MinusMonths.Fill(row), NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months <= 1200 ? day.AddMonths(-months) : null;
    }

    static Outcome<object?> ReadYesNo(Field field, ValueMap map, string text) =>
        (map.Yes ?? YesWords).Contains(text) ? true : (map.No ?? NoWords).Contains(text) ? false : Wrong("value.not_yes_no", field);

    // 1.234,50 → 1234.50
    static string Swapped(string text) => text.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace(',', '.');

    static Refusal Wrong(string reason, Field field, params (string, object?)[] details) => Refusal.Invalid("import." + reason, field.Name, details);
}
