using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wangting.Kernel;
using Wangting.Storage.Synthetic;

namespace Wangting.Storage;

/// <summary>New rows by COPY on PostgreSQL and by one prepared insert on SQLite.</summary>
internal static class BulkRows
{
    static readonly ConcurrentDictionary<(DatabaseKind, Type), TableRows> Tables = new();

    /// <returns>The table's name.</returns>
    public static async Task<string> StoreAsync<T>(PortalDbContext db, IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        var kind = db is SqlitePortalDbContext ? DatabaseKind.Sqlite : DatabaseKind.Postgres;
        var table = (TableRows<T>)Tables.GetOrAdd((kind, typeof(T)), static (_, model) => TableRows.Of<T>(model), db.Model);
        if (rows.Count == 0) return table.Name;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            if (kind == DatabaseKind.Sqlite) Insert(((SqliteConnection)db.Database.GetDbConnection()).Handle!, table, rows);
            else await CopyAsync((NpgsqlConnection)db.Database.GetDbConnection(), table, rows, ct);
        }
        catch (Exception fault) when (fault is PostgresException or SqliteException) { throw new DbUpdateException($"Rows of {table.Name} could not be stored: {fault.Message}", fault); }
        finally { await db.Database.CloseConnectionAsync(); }
        return table.Name;
    }

    static void Insert<T>(SQLitePCL.sqlite3 database, TableRows<T> table, IReadOnlyCollection<T> rows) where T : class
    {
        using var insert = new SqliteInsert(database, table);
        foreach (var row in rows)
        {
            table.Write(row, insert);
            insert.End();
        }
    }

    static Task CopyAsync<T>(NpgsqlConnection connection, TableRows<T> table, IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        var buffer = new CopyBuffer(Math.Clamp(rows.Count * 512, 4096, 1 << 26)); // most rows are smaller
        foreach (var row in rows) table.Write(row, buffer);
        return CopyBuffer.CopyAsync(connection, table, buffer.Written, "", ct);
    }
}
