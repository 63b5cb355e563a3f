using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Wangting.Identity;

/// <summary>A client's secret is made here, 256 random bits: a plain SHA-256 of it cannot be guessed back, and a slow
/// password hash would cost every machine's token a tenth of a second of processor time for nothing.</summary>
public static class ClientSecret
{
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that tells nothing.</summary>
    public static bool Matches(string secret, string? hash) =>
        hash is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));
}
