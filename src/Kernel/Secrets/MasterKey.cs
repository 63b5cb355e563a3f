using System.Security.Cryptography;
using System.Text;

namespace Wangting.Kernel;

/// <summary>The one secret that lies outside database and backup: 32 bytes from a file or a systemd credential. Wraps
/// the Data Protection key ring and makes the keyed hashes by which encrypted values are found.</summary>
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

/// <summary>Encrypts values in columns and finds them again.</summary>
/// <param name="protection">Data Protection with the wrapped ring: keys rotate there, old ones still open old values.</param>
public sealed class SecretColumns(Microsoft.AspNetCore.DataProtection.IDataProtectionProvider protection, MasterKey master)
{
    readonly byte[] hashKey = master.For("search-hash.1");

    /// <summary>Ciphertext for a column of one purpose; opens only under the same purpose.</summary>
    public string Close(string purpose, string plain) => Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions.Protect(protection.CreateProtector(purpose), plain);

    public string Open(string purpose, string closed) => Microsoft.AspNetCore.DataProtection.DataProtectionCommonExtensions.Unprotect(protection.CreateProtector(purpose), closed);

    /// <summary>Keyed hash (HMAC-SHA256, hexadecimal) to look an encrypted value up by; useless without the master key.</summary>
    public string Hash(string purpose, string plain) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes(purpose + "\n" + plain)));
}
