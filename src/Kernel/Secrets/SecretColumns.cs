using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Wangting.Kernel;

/// <summary>Encrypts values in columns and finds them again.</summary>
/// <param name="protection">Data Protection with the wrapped ring: keys rotate there, old ones still open old values.</param>
public sealed class SecretColumns(IDataProtectionProvider protection, MasterKey master)
{
    readonly byte[] hashKey = master.For("search-hash.1");
    // Making a protector costs as much as using it, and the purposes are few.
    readonly ConcurrentDictionary<string, IDataProtector> protectors = new(StringComparer.Ordinal);

    /// <summary>Ciphertext for a column of one purpose; opens only under the same purpose. Say <see cref="ClosedColumns.Closed"/>
    /// of the column in its table's configuration, so that it is encrypted anew when keys rotate.</summary>
    public string Close(string purpose, string plain) => Protector(purpose).Protect(plain);

    public string Open(string purpose, string closed) => Protector(purpose).Unprotect(closed);

    IDataProtector Protector(string purpose) => protectors.GetOrAdd(purpose, protection.CreateProtector);

    /// <summary>Keyed hash (HMAC-SHA256, hexadecimal) to look an encrypted value up by; useless without the master key.</summary>
    public string Hash(string purpose, string plain) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes(purpose + "\n" + plain)));
}

/// <summary>Marks the columns that hold what <see cref="SecretColumns"/> made.</summary>
public static class ClosedColumns
{
    public const string Annotation = "Wangting:ClosedFor", KeyedAnnotation = "Wangting:Keyed";

    /// <param name="purpose">The purpose given to <see cref="SecretColumns.Close"/>.</param>
    public static PropertyBuilder<T> Closed<T>(this PropertyBuilder<T> column, string purpose) => column.HasAnnotation(Annotation, purpose);

    /// <summary>Of a column that <see cref="SecretColumns.Hash"/> made: the same plain text is another value in another cell.</summary>
    public static PropertyBuilder<T> Keyed<T>(this PropertyBuilder<T> column) => column.HasAnnotation(KeyedAnnotation, true);
}
