using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <summary>A document's number as it was read: in one spelling, with what it says of its bearer.</summary>
/// <param name="Number">Normal form: half-width, upper case, no blanks, 15-digit cards converted to 18.</param>
/// <param name="Area">Area code in which it was issued, where the standard has one.</param>
public sealed record DocumentNumber(string Type, string Number, DateOnly? Birth = null, Gender Gender = Gender.Unknown, string? Area = null)
{
    /// <summary>Masked: a document number never gets into a log by accident.</summary>
    public override string ToString() => $"{Type} {Mask.Document(Number)}";
}

/// <summary>Reads identity document numbers by rules that are data (<c>document-rules.json</c>).</summary>
public static class DocumentRules
{
    static readonly JsonSerializerOptions WithComments = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };
    static readonly List<DocumentRule> InOrder = Read();
    static readonly FrozenDictionary<string, DocumentRule> Rules = InOrder.ToFrozenDictionary(r => r.Key, StringComparer.Ordinal);

    /// <summary>Keys of the kinds of document, in the order in which they are offered; worded by <c>document.type.…</c>.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. InOrder.Select(r => r.Key)];

    /// <summary>The number in its normal form, or the first reason why it cannot be one.</summary>
    /// <param name="today">Today where the operator is: nobody is born later.</param>
    public static Outcome<DocumentNumber> Check(string type, string? text, DateOnly today)
    {
        if (!Rules.TryGetValue(type, out var rule)) return Refusal.Invalid("document.type_unknown", "documentType");
        if (text is null || text.Length > 60) return Refusal.Invalid("document.shape", "documentNumber");
        var number = Spelling(text);
        if (rule.Convert is { } convert && Matches(convert.Shape, number))
        {
            number = number.Insert(convert.At, convert.Insert);
            number += CheckCharacters.ByName[rule.Check!](number);
        }
        if (!rule.Shapes.Any(shape => Matches(shape, number))) return Refusal.Invalid("document.shape", "documentNumber");
        if (rule.Check is { } check && CheckCharacters.ByName[check](number[..^1]) != number[^1]) return Refusal.Invalid("document.check_character", "documentNumber");

        DateOnly? birth = null;
        if (rule.Birth is { } part)
        {
            if (!DateOnly.TryParseExact(number.AsSpan(part.At, part.Form.Length), part.Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return Refusal.Invalid("document.birth_date", "documentNumber");
            if (day > today) return Refusal.Invalid("document.birth_in_future", "documentNumber");
            birth = day;
        }
        var area = rule.Area is { } a ? number.Substring(a.At, a.Length) : null;
        if (area is not null && !rule.Area!.Allows(area)) return Refusal.Invalid("document.area_unknown", "documentNumber");
        var gender = rule.SexAt is { } at ? (number[at] - '0') % 2 == 1 ? Gender.Male : Gender.Female : Gender.Unknown;
        return new DocumentNumber(type, number, birth, gender, area);
    }

    // What people type around the characters that count: full-width digits, blanks, dashes, a small x.
    static string Spelling(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '–' or '—' or '·'))).ToUpperInvariant();

    static bool Matches(string shape, string number) => Regex.IsMatch(number, shape, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    static List<DocumentRule> Read()
    {
        using var stream = typeof(DocumentRules).Assembly.GetManifestResourceStream("Wangting.Customers.document-rules.json")!;
        return JsonSerializer.Deserialize<List<DocumentRule>>(stream, WithComments)!;
    }
}

internal sealed record DocumentRule(string Key, string Source, List<string> Shapes, string? Check = null, Conversion? Convert = null, DatePart? Birth = null, int? SexAt = null, AreaPart? Area = null);

/// <summary>How an older, shorter form becomes today's: insert, then append the check character.</summary>
internal sealed record Conversion(string Shape, string Insert, int At);

internal sealed record DatePart(int At, string Form);

internal sealed record AreaPart(int At, int Length, bool Known = false, List<string>? Only = null, List<string>? Except = null)
{
    public bool Allows(string code) =>
        (!Known || AreaCodes.Has(code)) && (Only is null || Only.Contains(code)) && (Except is null || !Except.Contains(code));
}
