using System.Buffers.Text;
using System.Reflection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Wangting.Kernel;

namespace Wangting.Storage.Keys;

/// <summary>Encrypts every closed column with the newest ring key (<c>wangting keys reclose</c>). May be stopped and started
/// again; what is on the newest key is passed over, and a value that changed meanwhile is left to whoever changed it.</summary>
public sealed class CloseAnew(PortalDbContext db, IDataProtectionProvider protection)
{
    const int Chunk = 500;

    /// <returns>Values seen and values closed anew, by column.</returns>
    public async Task<IReadOnlyList<(string Column, int Seen, int Changed)>> HandleAsync(CancellationToken ct)
    {
        var done = new List<(string, int, int)>();
        foreach (var entity in db.Model.GetEntityTypes())
            foreach (var column in entity.GetProperties())
                if (column.FindAnnotation(ClosedColumns.Annotation)?.Value is string purpose)
                {
                    var (seen, changed) = await (Task<(int, int)>)Generic.MakeGenericMethod(entity.ClrType).Invoke(this, [column, purpose, ct])!;
                    done.Add(($"{entity.GetTableName()}.{column.GetColumnName()}", seen, changed));
                }
        return done;
    }

    static readonly MethodInfo Generic =
        typeof(CloseAnew).GetMethod(nameof(ColumnAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    async Task<(int Seen, int Changed)> ColumnAsync<T>(IProperty column, string purpose, CancellationToken ct) where T : class
    {
        var (name, key) = (column.Name, column.DeclaringType.ContainingEntityType.FindPrimaryKey()!.Properties.Single().Name);
        var protector = (IPersistedDataProtector)protection.CreateProtector(purpose);
        var (seen, changed) = (0, 0);
        foreach (var ids in (await db.Set<T>().Where(e => EF.Property<string?>(e, name) != null).Select(e => EF.Property<Guid>(e, key)).ToListAsync(ct)).Chunk(Chunk))
            foreach (var row in await db.Set<T>().Where(e => ids.Contains(EF.Property<Guid>(e, key))).Select(e => new { Id = EF.Property<Guid>(e, key), Closed = EF.Property<string?>(e, name) }).ToListAsync(ct))
            {
                if (string.IsNullOrEmpty(row.Closed)) continue;
                seen++;
                var plain = protector.DangerousUnprotect(Base64Url.DecodeFromChars(row.Closed), ignoreRevocationErrors: true, out var old, out var revoked);
                if (!old && !revoked) continue;
                var closed = Base64Url.EncodeToString(protector.Protect(plain));
                changed += await db.Set<T>().Where(e => EF.Property<Guid>(e, key) == row.Id && EF.Property<string?>(e, name) == row.Closed)
                    .ExecuteUpdateAsync(s => s.SetProperty(e => EF.Property<string?>(e, name), closed), ct);
            }
        return (seen, changed);
    }
}
