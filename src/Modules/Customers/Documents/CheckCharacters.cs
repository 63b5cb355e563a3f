namespace Wangting.Customers;

/// <summary>The check characters of document standards, by the name that a rule uses.</summary>
internal static class CheckCharacters
{
    // GB 32100-2015 leaves out I, O, S, V and Z, which are too like 1, 0, 5, U and 2.
    const string CreditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static readonly IReadOnlyDictionary<string, Func<string, char>> ByName = new Dictionary<string, Func<string, char>>(StringComparer.Ordinal)
    {
        ["mod11-2"] = Mod11,
        ["mod31-3"] = Mod31,
    };

    /// <summary>ISO 7064 MOD 11-2 over digits, as GB 11643-1999 writes it: X stands for ten.</summary>
    public static char Mod11(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++) sum += (digits[i] - '0') * Power(2, digits.Length - i, 11);
        return "10X98765432"[sum % 11];
    }

    /// <summary>GB 32100-2015: weights are powers of three modulo 31.</summary>
    public static char Mod31(string code)
    {
        var sum = 0;
        for (var i = 0; i < code.Length; i++) sum += CreditCodeAlphabet.IndexOf(code[i], StringComparison.Ordinal) * Power(3, i, 31);
        return CreditCodeAlphabet[(31 - sum % 31) % 31];
    }

    static int Power(int value, int exponent, int modulus)
    {
        var power = 1;
        for (var i = 0; i < exponent; i++) power = power * value % modulus;
        return power;
    }
}
