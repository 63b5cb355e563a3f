using System.Globalization;
using System.Security.Cryptography;

namespace Wangting.Journeys;

/// <summary>Eight digits by which a journey is taken up in another channel, for thirty minutes. Stored as a keyed hash.</summary>
public static class ResumeCode
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    public static string Make() => RandomNumberGenerator.GetInt32(0, 100_000_000).ToString("00000000", CultureInfo.InvariantCulture);

    /// <summary>1234 5678</summary>
    public static string Shown(string code) => code[..4] + " " + code[4..];

    /// <summary>Blanks and dashes within do not matter.</summary>
    public static string Bare(string typed) => string.Concat(typed.Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiDigit));

    public static bool Looks(string typed) => Bare(typed).Length == 8 && typed.All(c => char.IsAsciiDigit(c) || c is ' ' or '-');
}
