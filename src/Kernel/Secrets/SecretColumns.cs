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

    /// <summary>Ciphertext for a column of one purpose; opens only under the same purpose. Say <see cref="ClosedColumns.Closed"/>
    /// of the column in its table's configuration, so that it is encrypted anew when keys rotate.</summary>
    public string Close(string purpose, string plain) => protection.CreateProtector(purpose).Protect(plain);

    public string Open(string purpose, string closed) => protection.CreateProtector(purpose).Unprotect(closed);

    /// <summary>Keyed hash (HMAC-SHA256, hexadecimal) to look an encrypted value up by; useless without the master key.</summary>
    public string Hash(string purpose, string plain) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(hashKey, Encoding.UTF8.GetBytes(purpose + "\n" + plain)));
}

/// <summary>Marks the columns that hold what <see cref="SecretColumns.Close"/> made.</summary>
public static class ClosedColumns
{
    public const string Annotation = "Wangting:ClosedFor";

    /// <param name="purpose">The purpose given to <see cref="SecretColumns.Close"/>.</param>
    public static PropertyBuilder<T> Closed<T>(this PropertyBuilder<T> column, string purpose) => column.HasAnnotation(Annotation, purpose);
}
