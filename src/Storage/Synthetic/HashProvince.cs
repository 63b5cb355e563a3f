using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <param name="Hash">SHA-256 over the rows, in hexadecimal.</param>
public sealed record TableHash(string Table, long Rows, string Hash);

/// <param name="Hash">Over all tables: equal for equal data.</param>
public sealed record ProvinceHash(string Hash, IReadOnlyList<TableHash> Tables);

/// <summary>Says whether two provinces are the same: a hash over the plain text of every column that the generator fills,
/// read as the modules read it. Ciphertexts are opened first and keyed hashes left out: both differ between cells.</summary>
public sealed class HashProvince(PortalDbContext db, SecretColumns secrets)
{
    public async Task<ProvinceHash> HandleAsync(CancellationToken ct)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromHours(6));
        var hashes = new List<TableHash>();
        foreach (var table in new Tables(db.Model, secrets.Open).All)
        {
            var rows = new RowHash();
            await table.HashAsync(db, rows, ct);
            hashes.Add(new(table.Name, rows.Rows, Convert.ToHexStringLower(rows.Result())));
        }
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes.Select(h => $"{h.Table} {h.Hash}"))))), hashes);
    }
}
