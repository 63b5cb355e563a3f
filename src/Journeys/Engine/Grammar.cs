using System.Globalization;
using System.Text;
using Wangting.Kernel;

namespace Wangting.Journeys;

/// <summary>Reads what was typed, pressed or said into a field's canonical value, or says what is wrong with it.</summary>
/// <param name="Region">Home country (ISO 3166) for phone numbers.</param>
public sealed record Grammar(Currency Currency, string Region)
{
    static readonly string[] DateForms = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyy-M-d", "d MMM yyyy"];

    public Outcome<string> Read(Field field, Facts facts, Filled filled, string raw)
    {
        if (raw.Length > 2000) return Refusal.Invalid("field.too_long", field.Key, ("most", field.MostCharacters));
        var text = raw.Normalize(NormalizationForm.FormKC).Trim();
        if (text.Length == 0) return Refusal.Invalid(field.Kind == FieldKind.Choice ? "field.choose" : "field.required", field.Key);
        var read = field.Kind switch
        {
            FieldKind.Choice => Choice(field, facts, text),
            FieldKind.Amount => Amount(field, facts, text),
            FieldKind.Number => Number(field, text),
            FieldKind.Phone => Phone(field, text),
            FieldKind.Date => Date(field, text),
            FieldKind.Code => text.Length is >= 4 and <= 8 && text.All(char.IsAsciiDigit) ? text : Refusal.Invalid("field.not_a_code", field.Key),
            FieldKind.Consent => YesOrNo(field, text),
            FieldKind.Photo => Guid.TryParse(text, out var id) ? id.ToString("N") : Refusal.Invalid("field.not_a_photo", field.Key),
            _ => Words(field, text),
        };
        if (read.IsRefused(out _, out var value)) return read;
        return field.Check(value, filled) is { } wrong ? wrong with { Field = field.Key } : read;
    }

    /// <summary>Whether one word of a keyword line may fill the field unasked: it must be unmistakable. Free text, codes
    /// and consent never are, nor is a number that could only be an option's place in a list.</summary>
    public static bool TakesWord(Field field) => field.Kind is FieldKind.Choice or FieldKind.Amount or FieldKind.Phone or FieldKind.Date or FieldKind.Number;

    static Outcome<string> Choice(Field field, Facts facts, string text)
    {
        var plain = ControlWords.Plain(text);
        foreach (var option in facts.Options)
            if (string.Equals(option.Key, text, StringComparison.Ordinal) || option.Words?.Any(w => ControlWords.Plain(w) == plain) == true) return option.Key;
        return Refusal.Invalid("field.not_a_choice", field.Key);
    }

    Outcome<string> Amount(Field field, Facts facts, string text)
    {
        if (!Currency.TryRead(text, out var amount) || !amount.IsPositive) return Refusal.Invalid("field.not_an_amount", field.Key);
        if (facts.Least is { } least && amount < least) return Refusal.Invalid("field.amount_too_small", field.Key, ("least", least));
        if (facts.Most is { } most && amount > most) return Refusal.Invalid("field.amount_too_large", field.Key, ("most", most));
        return Canonical(amount);
    }

    /// <summary>Main units with every minor digit, 50.00: read again it is the same amount, which bare minor units would not be.</summary>
    string Canonical(Money amount) => Currency.Figure(amount, Ungrouped);

    static readonly CultureInfo Ungrouped = MakeUngrouped();

    static CultureInfo MakeUngrouped()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberGroupSeparator = "";
        return CultureInfo.ReadOnly(culture);
    }

    static Outcome<string> Number(Field field, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= field.Least && number <= field.Most
            ? number.ToString(CultureInfo.InvariantCulture)
            : Refusal.Invalid("field.not_a_number", field.Key);

    Outcome<string> Phone(Field field, string text) =>
        PhoneNumber.TryParse(text, Region, out var number) ? number.E164 : Refusal.Invalid("field.not_a_phone", field.Key);

    static Outcome<string> Date(Field field, string text) =>
        DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Refusal.Invalid("field.not_a_date", field.Key);

    static Outcome<string> YesOrNo(Field field, string text) =>
        ControlWords.Yes.Contains(ControlWords.Plain(text)) ? "yes"
        : ControlWords.No.Contains(ControlWords.Plain(text)) ? "no"
        : Refusal.Invalid("field.choose", field.Key);

    static Outcome<string> Words(Field field, string text) =>
        text.EnumerateRunes().Count() > field.MostCharacters ? Refusal.Invalid("field.too_long", field.Key, ("most", field.MostCharacters))
        : text.Any(char.IsControl) ? Refusal.Invalid("field.not_text", field.Key)
        : text;
}
