using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wangting.Billing;

/// <summary>Signatures as in <c>docs/gateway.md</c>: HMAC-SHA256 over timestamp, method, target and raw body.</summary>
internal static class SandboxSignature
{
    public const string MerchantHeader = "Gateway-Merchant", TimestampHeader = "Gateway-Timestamp", SignatureHeader = "Gateway-Signature";
    const string Version = "v1=";
    static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(300);

    public static string Of(string secret, string timestamp, string method, string target, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{timestamp}\n{method}\n{target}\n");
        byte[] signed = [.. head, .. body];
        return Version + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    /// <summary>Compared in constant time: how long it takes must not tell how much of a forgery was right.</summary>
    public static bool Holds(string secret, string timestamp, string signature, string method, string target, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        secret.Length > 0
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Int128.Abs((Int128)now.ToUnixTimeSeconds() - seconds) <= (long)MostSkew.TotalSeconds
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Of(secret, timestamp, method, target, body)));
}
