using System.Security.Cryptography;
using System.Text;

namespace Wangting.Kernel;

/// <summary>The cell's root secret: 32 random bytes, made once. It wraps the Data Protection key ring and the signing
/// keys, and makes the keyed hashes by which encrypted values are found. It is stored wrapped by the operator's key
/// (<see cref="MasterKeyFile"/>), which lies outside database and backup; so a new file never disturbs a hash.</summary>
public sealed class MasterKey
{
    readonly byte[] key;

    public MasterKey(byte[] key)
    {
        if (key.Length != 32) throw new ArgumentException("A master key is 32 bytes.", nameof(key));
        this.key = key;
    }

    /// <summary>A key for one purpose (HKDF-SHA256, RFC 5869).</summary>
    public byte[] For(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes("wangting:" + purpose));
}
