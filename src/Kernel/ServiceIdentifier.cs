using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace Wangting.Kernel;

/// <summary>What kind of thing a service is known by.</summary>
public enum IdentifierKind { Mobile, Fixed, Broadband, Iot }

/// <summary>What a service is known by to its user: a phone number (E.164), a broadband account, an IoT number.
/// A number is not a person: who holds it, from when to when, is its tenure.</summary>
public readonly record struct ServiceIdentifier(IdentifierKind Kind, string Value)
{
    /// <summary>As people write it: 133 0000 0001 at home, +44 … abroad.</summary>
    public string Shown => Kind is IdentifierKind.Mobile or IdentifierKind.Fixed && PhoneNumber.TryParse(Value, "CN", out var p) ? p.Shown : Value;

    /// <summary>133 **** 0001; a broadband account keeps its first two and last two characters.</summary>
    public string Masked => Kind is IdentifierKind.Mobile or IdentifierKind.Fixed ? Mask.Phone(Value) : Mask.Middle(Value, 2, 2);
}

/// <summary>A telephone number as E.164, read by libphonenumber. Its place and carrier are shown as unknown when the
/// numbering data does not say; they are never guessed from a prefix (numbers are ported).</summary>
public readonly record struct PhoneNumber
{
    static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    PhoneNumber(string e164) => E164 = e164;

    /// <summary>With plus and country code: +8613300000001.</summary>
    public string E164 { get; }

    /// <summary>Reads what a person typed: blanks, dashes, full-width digits, with or without country code.</summary>
    /// <param name="region">Home country of the operator (ISO 3166), for numbers without a country code.</param>
    public static bool TryParse(string? text, string region, [MaybeNullWhen(false)] out PhoneNumber number)
    {
        number = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40) return false;
        try
        {
            var parsed = Util.Parse(text.Normalize(System.Text.NormalizationForm.FormKC), region);
            if (!Util.IsPossibleNumber(parsed)) return false;
            number = new PhoneNumber(Util.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            return false; // libphonenumber has no other way to say "not a number"
        }
    }

    /// <summary>Whether the numbering plan has such a number, and of what kind; test numbers may be possible but not valid.</summary>
    public bool IsMobile
    {
        get
        {
            var type = Util.GetNumberType(Parsed);
            return type is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE;
        }
    }

    public string Shown
    {
        get
        {
            var parsed = Parsed;
            return parsed.CountryCode == 86 && parsed.NationalNumber.ToString(System.Globalization.CultureInfo.InvariantCulture) is { Length: 11 } n
                ? $"{n[..3]} {n[3..7]} {n[7..]}"
                : Util.Format(parsed, parsed.CountryCode == 86 ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
        }
    }

    /// <summary>The number as dialled at home: 13300000001.</summary>
    public string National => Parsed.NationalNumber.ToString(System.Globalization.CultureInfo.InvariantCulture);

    PhoneNumbers.PhoneNumber Parsed => Util.Parse(E164, "ZZ");

    public override string ToString() => Mask.Phone(E164); // never a whole number in a log by accident
}

/// <summary>How personal data is shown where it need not be seen whole.</summary>
public static class Mask
{
    /// <summary>133 **** 0001</summary>
    public static string Phone(string value)
    {
        var digits = value.StartsWith("+86", StringComparison.Ordinal) ? value[3..] : value;
        return digits.Length < 8 ? new string('*', digits.Length) : $"{digits[..3]} **** {digits[^4..]}";
    }

    /// <summary>张*三, 李*; Latin names keep the first letter of each word.</summary>
    public static string Name(string name)
    {
        var runes = name.Trim().EnumerateRunes().ToArray();
        if (runes.Length == 0) return "";
        if (runes.Length == 1) return "*";
        if (runes.Any(r => r.Value == ' '))
            return string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => string.Concat(w.EnumerateRunes().First(), "**")));
        return runes.Length == 2 ? runes[0] + "*" : runes[0] + new string('*', runes.Length - 2) + runes[^1];
    }

    /// <summary>320***********1234: first three and last four of an identity document.</summary>
    public static string Document(string number) => Middle(number, 3, 4);

    /// <summary>z***@example.org</summary>
    public static string Email(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at <= 0 ? "***" : address[0] + "***" + address[at..];
    }

    public static string Middle(string value, int head, int tail) =>
        value.Length <= head + tail ? new string('*', value.Length) : value[..head] + new string('*', value.Length - head - tail) + value[^tail..];
}

/// <summary>The form by which text is looked up: the same on both databases, because it is made here and not by
/// <c>LIKE</c> or a collation.</summary>
public static class SearchKey
{
    /// <summary>Compatibility-normalised, upper case, letters and digits only.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var normal = text.Normalize(System.Text.NormalizationForm.FormKC).ToUpperInvariant();
        return string.Concat(normal.EnumerateRunes().Where(System.Text.Rune.IsLetterOrDigit).Select(r => r.ToString()));
    }
}
