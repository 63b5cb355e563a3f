using System.Security.Cryptography;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>The code on a voucher: digits alone, so that any phone can key it in, and so many that among ten million valid
/// ones a guess still meets one in a hundred thousand million.</summary>
internal static class VoucherCode
{
    public const int Digits = 18;
    const string Purpose = "billing.voucher";

    public static string Make() => RandomNumberGenerator.GetString("0123456789", Digits);

    /// <summary>As typed, with the spaces and dashes that a card is printed with; null when it is no code.</summary>
    public static string? Read(string? typed)
    {
        if (typed is not { Length: <= 60 }) return null;
        var code = new string([.. typed.Normalize(System.Text.NormalizationForm.FormKC).Where(c => c != '-' && !char.IsWhiteSpace(c))]);
        return code.Length == Digits && code.All(char.IsAsciiDigit) ? code : null;
    }

    public static string Hash(SecretColumns secrets, string code) => secrets.Hash(Purpose, code);
}
