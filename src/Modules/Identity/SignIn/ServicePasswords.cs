using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Wangting.Identity;

/// <summary>Identity's hasher for service passwords (PBKDF2-HMAC-SHA512, 128-bit salt, rounds by <see cref="SignInRules.PasswordRounds"/>).</summary>
public sealed class ServicePasswords
{
    readonly PasswordHasher<string> hasher;
    readonly string nobody;

    public ServicePasswords(IOptions<SignInRules> rules)
    {
        hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = rules.Value.PasswordRounds }));
        nobody = hasher.HashPassword("", Tickets.Key());
    }

    internal string Hash(string password) => hasher.HashPassword("", password);

    /// <summary>Does the same work when there is no password: nobody's number takes as long as somebody's.</summary>
    internal PasswordVerificationResult Verify(string? hash, string password)
    {
        var found = hasher.VerifyHashedPassword("", hash ?? nobody, password);
        return hash is null ? PasswordVerificationResult.Failed : found;
    }
}
