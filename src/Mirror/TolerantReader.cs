using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Mirror;

/// <summary>An answer of the owner's that cannot be taken, with the reason.</summary>
internal sealed class WrongAnswer(string why) : Exception(why);

/// <summary>Reads what other systems write, in the notations they write it in. Unknown attributes are passed over; one that
/// is there and cannot be read is <see cref="WrongAnswer"/>, for a guess would be shown as a fact. Pure.</summary>
public sealed class TolerantReader(IOptions<OperatorOptions> house)
{
    readonly Currency currency = house.Value.ToCurrency();
    readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(house.Value.TimeZone);
    static readonly string[] Moments = ["yyyy-MM-dd", "yyyyMMdd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>What a reading brings, or why it cannot be taken.</summary>
    internal static Outcome<T> Try<T>(Func<T> read, string of)
    {
        try { return read(); }
        catch (WrongAnswer wrong) { return OwnersServer.Wrong($"{of}: {wrong.Message}"); }
        catch (OverflowException) { return OwnersServer.Wrong($"{of}: sums that no account has"); }
        // Half of a character is valid JSON, and no text.
        catch (InvalidOperationException) { return OwnersServer.Wrong($"{of}: a text that is none"); }
    }

    /// <summary>A member of that name, whatever its case; null, missing and empty are the same.</summary>
    internal static JsonElement? Find(JsonElement from, params ReadOnlySpan<string> names)
    {
        if (from.ValueKind != JsonValueKind.Object) return null;
        foreach (var name in names)
            foreach (var member in from.EnumerateObject())
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) && !(member.Value.ValueKind == JsonValueKind.String && member.Value.GetString()!.Length == 0))
                    return member.Value;
        return null;
    }

    /// <summary>A list, or the one thing where a list would have one; nothing where there is none.</summary>
    internal static IEnumerable<JsonElement> Each(JsonElement? of) => of is not { } value ? [] : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    /// <summary>A short text, also from a number.</summary>
    internal static string? Word(JsonElement? from) => from?.ValueKind switch
    {
        null => null,
        JsonValueKind.String => from.Value.GetString(),
        JsonValueKind.Number => from.Value.GetRawText(),
        _ => throw new WrongAnswer("a text was expected"),
    };

    /// <summary>The id of a reference: its <c>id</c>, or the last part of its <c>href</c>, absolute or not.</summary>
    internal static string? Reference(JsonElement? from)
    {
        if (from is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array) return value.GetArrayLength() == 1 ? Reference(value[0]) : throw new WrongAnswer("one reference was expected");
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number) return Word(value);
        if (Word(Find(value, "id")) is { } id) return id;
        return Word(Find(value, "href"))?.Split('?', '#')[0].TrimEnd('/') is { Length: > 0 } href ? Uri.UnescapeDataString(href[(href.LastIndexOf('/') + 1)..]) : null;
    }

    /// <summary>A sum in our currency, to its smallest unit: <c>{"unit":"CNY","value":12.5}</c> and its relatives, a number, or a
    /// number written as text. Of another currency, or finer than ours can be, is refused.</summary>
    internal Money? Sum(JsonElement? from)
    {
        if (from is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array) return value.GetArrayLength() == 1 ? Sum(value[0]) : throw new WrongAnswer("one sum was expected");
        if (value.ValueKind == JsonValueKind.Object)
        {
            if (Word(Find(value, "unit", "units", "currency", "currencyCode")) is { } unit && !IsOurs(unit)) throw new WrongAnswer($"a sum in {unit[..Math.Min(unit.Length, 12)]}");
            return Find(value, "value", "amount") is { } inner ? Sum(inner) : throw new WrongAnswer("a sum without a value");
        }
        var text = (Word(value) ?? throw new WrongAnswer("a sum was expected")).Trim();
        foreach (var name in new[] { currency.Code, currency.Symbol })
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase)) text = text[name.Length..].Trim();
            else if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase)) text = text[..^name.Length].Trim();
        }
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var scale = (decimal)Math.Pow(10, currency.MinorDigits);
        if (text.Length > 40 || !decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > 90_000_000_000_000m) throw new WrongAnswer("a sum that is no number");
        var minor = number * scale;
        return minor == decimal.Truncate(minor) ? new Money((long)minor) : throw new WrongAnswer("a sum finer than the currency");
    }

    bool IsOurs(string unit) => unit.Equals(currency.Code, StringComparison.OrdinalIgnoreCase) || unit == currency.Symbol || (currency.Code == "CNY" && unit is "RMB" or "元");

    /// <summary>An instant: with its offset, or in our zone where it has none.</summary>
    internal DateTime? Instant(JsonElement? from)
    {
        if (Word(from) is not { } text) return null;
        if (DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
            return TimeZoneInfo.ConvertTimeToUtc(local, zone);
        }
        return text.Length <= 40 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.UtcDateTime : throw new WrongAnswer("a date that is none");
    }

    /// <summary>The day it is here at that instant.</summary>
    internal DateOnly? Day(JsonElement? from) => Instant(from) is { } at ? DateOnly.FromDateTime(Local(at)) : null;

    /// <summary>The last day of a period. Some write its last moment, some the first moment after, which is a midnight of the first
    /// of a month when the period begins on one.</summary>
    internal DateOnly? LastDay(JsonElement? from, DateOnly first)
    {
        if (Instant(from) is not { } at) return null;
        var local = Local(at);
        var day = DateOnly.FromDateTime(local);
        return local.TimeOfDay == TimeSpan.Zero && day > first && day.Day == first.Day ? day.AddDays(-1) : day;
    }

    // Midnight by UTC is how a bare day is written where a time must be: west of Greenwich it would be the day before.
    DateTime Local(DateTime utc) => utc.TimeOfDay == TimeSpan.Zero ? utc : TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
}
