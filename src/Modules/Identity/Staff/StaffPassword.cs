using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>Hashes and compares passwords of staff by Identity's hasher, with the parameters all passwords here have.</summary>
public sealed class StaffPasswords(IOptions<PasswordHasherOptions> options)
{
    readonly PasswordHasher<StaffPasswords> hasher = new(options);
    string? nobodys;

    public string Hash(string password) => hasher.HashPassword(this, password);

    /// <param name="hash">Null for a name that nobody has: it costs the same time and never matches.</param>
    public bool Matches(string? hash, string password) =>
        hasher.VerifyHashedPassword(this, hash ?? (nobodys ??= Hash(StaffSecrets.MakeOneTimePassword())), password) != PasswordVerificationResult.Failed && hash is not null;
}

internal static class StaffSecrets
{
    public const int ShortestPassword = 12;
    const int LongestPassword = 200;
    // Nothing that is read wrongly from paper: no 0 O 1 l I.
    const string Readable = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Length is what makes a password hard to guess (NIST SP 800-63B): no rules about signs and digits.</summary>
    public static Refusal? Wrong(string password, string name) =>
        password.Length is < ShortestPassword or > LongestPassword ? Refusal.Invalid("staff.password_length", "Password", ("least", ShortestPassword))
        : password.Contains(name, StringComparison.OrdinalIgnoreCase) || password.Distinct().Count() < 5 ? Refusal.Invalid("staff.password_simple", "Password")
        : null;

    /// <summary>Four groups of four: 79 bits.</summary>
    public static string MakeOneTimePassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Readable, 4)));

    /// <summary>Two groups of five: 49 bits, behind the same lock as the codes.</summary>
    public static string MakeRecoveryCode() => RandomNumberGenerator.GetString(Readable, 5) + "-" + RandomNumberGenerator.GetString(Readable, 5);

    /// <summary>As it is hashed, however it was typed.</summary>
    public static string Plain(string recoveryCode) => recoveryCode.Trim().ToLowerInvariant();
}
