using System.Globalization;
using System.Security.Cryptography;

namespace Wangting.Tests;

/// <summary>A code generator of another make (RFC 6238), so that ours is not checked against itself.</summary>
static class CodeGenerator
{
    public static string Code(byte[] secret, DateTimeOffset now)
    {
        var counter = BitConverter.GetBytes(now.ToUnixTimeSeconds() / 30);
        if (BitConverter.IsLittleEndian) Array.Reverse(counter);
#pragma warning disable CA5350 // as RFC 6238 says
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var at = hash[19] & 15;
        return ((((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3]) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The secret as a page shows it, in base 32 with spaces.</summary>
    public static byte[] Secret(string shown)
    {
        var (held, bits, made) = (0, 0, new List<byte>());
        foreach (var c in shown.Where(c => c != ' '))
        {
            held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal);
            if ((bits += 5) >= 8) made.Add((byte)(held >> (bits -= 8)));
        }
        return [.. made];
    }
}
