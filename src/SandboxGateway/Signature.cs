using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wangting.SandboxGateway;

internal static class Signature
{
    public const string MerchantHeader = "Gateway-Merchant", TimestampHeader = "Gateway-Timestamp", SignatureHeader = "Gateway-Signature";
    const int MostSecondsOff = 300;

    public static string Make(string secret, string timestamp, string method, string pathAndQuery, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{timestamp}\n{method}\n{pathAndQuery}\n"));
        hmac.AppendData(body);
        return "v1=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    public static bool Holds(string secret, string timestamp, string signature, string method, string pathAndQuery, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && Math.Abs(now.ToUnixTimeSeconds() - at) <= MostSecondsOff
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Make(secret, timestamp, method, pathAndQuery, body)), Encoding.UTF8.GetBytes(signature));
}
