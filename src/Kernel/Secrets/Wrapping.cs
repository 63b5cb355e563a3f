using System.Security.Cryptography;
using System.Text;

namespace Wangting.Kernel;

/// <summary>AES-256-GCM of a short secret: nonce, tag, ciphertext. Its name is bound in, so that rows cannot be exchanged.</summary>
internal static class Wrapping
{
    const int Nonce = 12, Tag = 16;

    public static byte[] Wrap(byte[] key, string name, ReadOnlySpan<byte> plain)
    {
        var wrapped = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, Nonce));
        using var cipher = new AesGcm(key, Tag);
        cipher.Encrypt(wrapped.AsSpan(0, Nonce), plain, wrapped.AsSpan(Nonce + Tag), wrapped.AsSpan(Nonce, Tag), Encoding.UTF8.GetBytes(name));
        return wrapped;
    }

    /// <exception cref="CryptographicException">Another key, another name, or changed bytes.</exception>
    public static byte[] Unwrap(byte[] key, string name, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < Nonce + Tag) throw new CryptographicException("Too short to be a wrapped secret.");
        var plain = new byte[wrapped.Length - Nonce - Tag];
        using var cipher = new AesGcm(key, Tag);
        cipher.Decrypt(wrapped[..Nonce], wrapped[(Nonce + Tag)..], wrapped.Slice(Nonce, Tag), plain, Encoding.UTF8.GetBytes(name));
        return plain;
    }
}
