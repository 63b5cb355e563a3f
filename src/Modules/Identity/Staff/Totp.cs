using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wangting.Identity;

/// <summary>Time-based one-time passwords (RFC 6238): HMAC-SHA-1, 30 seconds, six digits, which is what every code
/// generator understands.</summary>
internal static class Totp
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const int Step = 30;

    public static byte[] MakeSecret() => RandomNumberGenerator.GetBytes(20);

    public static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // HMAC-SHA-1 is what RFC 6238 names and generators support; its weakness is collisions, which do not help here.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0x0f)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, one to either side of now for clocks that differ, and later than the last used.</summary>
    public static long? Matching(byte[] secret, string code, DateTime now, long lastUsed)
    {
        var present = StepAt(now);
        for (var step = present - 1; step <= present + 1; step++)
            if (step > lastUsed && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(code))) return step;
        return null;
    }

    public static long StepAt(DateTime now) => new DateTimeOffset(now, TimeSpan.Zero).ToUnixTimeSeconds() / Step;

    /// <summary>RFC 4648 base 32 without padding, as generators want the secret.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var made = new StringBuilder((bytes.Length * 8 + 4) / 5);
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5) made.Append(Alphabet[(held >> (bits - 5)) & 31]);
        }
        if (bits > 0) made.Append(Alphabet[(held << (5 - bits)) & 31]);
        return made.ToString();
    }

    /// <summary>The address in the QR code.</summary>
    public static string Address(string issuer, string name, byte[] secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(name)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period={Step}";
}
