using System.Globalization;
using System.Text.Json;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>Values as the standard writes them.</summary>
internal static class Reading
{
    /// <summary>RFC 3339; without a zone it is UTC.</summary>
    public static DateTime? Time(string text) => At(text)?.UtcDateTime;

    /// <summary>A day, or a moment of it with the zone in which it is that day.</summary>
    public static DateOnly? Day(string text) => At(text) is { } at ? DateOnly.FromDateTime(at.DateTime) : null;

    /// <summary>Exactly, or not at all: more digits than the currency has are no amount of it.</summary>
    public static Money? Amount(string text, Currency currency)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || Math.Abs(value) > 90_000_000_000_000m) return null;
        for (var i = 0; i < currency.MinorDigits; i++) value *= 10;
        return value == decimal.Truncate(value) ? new Money((long)value) : null;
    }

    public static void WriteAmount(this Utf8JsonWriter json, Money amount, Currency currency)
    {
        json.WriteStartObject();
        json.WriteString("unit", currency.Code);
        WriteNumber(json, "value", amount, currency);
        json.WriteEndObject();
    }

    public static void WriteQuantity(this Utf8JsonWriter json, Money amount, Currency currency)
    {
        json.WriteStartObject();
        WriteNumber(json, "amount", amount, currency);
        json.WriteString("units", currency.Code);
        json.WriteEndObject();
    }

    static void WriteNumber(Utf8JsonWriter json, string name, Money amount, Currency currency)
    {
        var size = (ulong)Int128.Abs(amount.Minor);
        json.WriteNumber(name, new decimal((int)(uint)size, (int)(uint)(size >> 32), 0, amount.IsNegative, (byte)currency.MinorDigits));
    }

    public static DateTimeOffset? At(string text) =>
        text.Length is >= 10 and <= 40 && char.IsAsciiDigit(text[0]) && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
