using System.Net.Mail;
using System.Text;
using Wangting.Kernel;

namespace Wangting.Identity;

internal enum SignInNameKind { Phone, Email, Account }

/// <summary>What somebody typed to say who they are: a telephone number, an e-mail address or a broadband account.</summary>
internal readonly record struct SignInName(SignInNameKind Kind, string Value)
{
    /// <returns>Null when it is none of them.</returns>
    public static SignInName? Read(string? typed, string country)
    {
        var text = typed?.Normalize(NormalizationForm.FormKC).Trim();
        if (string.IsNullOrEmpty(text) || text.Length > 254) return null;
        // The numbering library would find a number inside "nj25000001"; an account name must stay what it is.
        if (text.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ' or '(' or ')'))
            return PhoneNumber.TryParse(text, country, out var number) ? new(SignInNameKind.Phone, number.E164) : null;
        if (text.Any(char.IsWhiteSpace) || text.Any(char.IsControl)) return null;
        if (text.Contains('@', StringComparison.Ordinal) && MailAddress.TryCreate(text, out var mail) && mail.Address == text && mail.Host.Contains('.', StringComparison.Ordinal))
            return new(SignInNameKind.Email, Subject.KeyOf(text));
        return text.Length <= 100 ? new(SignInNameKind.Account, text.ToLowerInvariant()) : null;
    }
}
