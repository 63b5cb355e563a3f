using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Wangting.Kernel;

namespace Wangting.Identity;

/// <summary>A key (EC P-256) that signs tokens, shared by all nodes; its private half is wrapped by the master key.</summary>
internal sealed class SigningKey
{
    /// <summary>1, 2, 3 …: unique, so that of two nodes that make the next key at once one wins.</summary>
    public int Number { get; init; }
    public required string KeyId { get; init; }
    public required byte[] Wrapped { get; init; }
    public DateTime CreatedAt { get; init; }
    /// <summary>Published before, so that whoever keeps the key set has seen it when the first token comes.</summary>
    public DateTime SignsFrom { get; init; }

    static readonly TimeSpan SeenFirst = TimeSpan.FromDays(1);

    /// <summary>The next key of a ring, or null when the newest is young enough.</summary>
    public static SigningKey? Next(IReadOnlyCollection<SigningKey> ring, TimeSpan age, MasterKey master, DateTime now)
    {
        var newest = ring.MaxBy(k => k.Number);
        if (newest is not null && now - newest.SignsFrom < age) return null;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return new SigningKey
        {
            Number = (newest?.Number ?? 0) + 1,
            KeyId = keyId,
            Wrapped = Wrap(made.ExportPkcs8PrivateKey(), keyId, master),
            CreatedAt = now,
            SignsFrom = newest is null ? now : now + SeenFirst,
        };
    }

    public ECDsa Open(MasterKey master)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Unwrap(Wrapped, KeyId, master), out _);
        return key;
    }

    const int Nonce = 12, Tag = 16;

    // AES-256-GCM: nonce, tag, ciphertext; the key's id is bound in, so that rows cannot be exchanged.
    static byte[] Wrap(byte[] plain, string keyId, MasterKey master)
    {
        var wrapped = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, Nonce));
        using var cipher = new AesGcm(master.For("openid-signing.1"), Tag);
        cipher.Encrypt(wrapped.AsSpan(0, Nonce), plain, wrapped.AsSpan(Nonce + Tag), wrapped.AsSpan(Nonce, Tag), Encoding.UTF8.GetBytes(keyId));
        CryptographicOperations.ZeroMemory(plain);
        return wrapped;
    }

    static byte[] Unwrap(byte[] wrapped, string keyId, MasterKey master)
    {
        var plain = new byte[wrapped.Length - Nonce - Tag];
        using var cipher = new AesGcm(master.For("openid-signing.1"), Tag);
        cipher.Decrypt(wrapped.AsSpan(0, Nonce), wrapped.AsSpan(Nonce + Tag), wrapped.AsSpan(Nonce, Tag), plain, Encoding.UTF8.GetBytes(keyId));
        return plain;
    }
}

internal sealed class SigningKeyTable : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.ToTable("identity_signing_keys");
        builder.HasKey(k => k.Number);
        builder.Property(k => k.Number).ValueGeneratedNever();
        builder.Property(k => k.KeyId).HasMaxLength(40);
        builder.Property(k => k.Wrapped).HasMaxLength(1000);
    }
}
