using System.Buffers.Text;
using System.Security.Cryptography;

namespace Wangting.Identity;

/// <summary>Secrets that a browser holds.</summary>
internal static class Tickets
{
    /// <summary>128 random bits in the form of an id.</summary>
    public static Guid New() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>256 random bits for a cookie.</summary>
    public static string Key() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
